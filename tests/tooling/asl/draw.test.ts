import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDefinition } from '../../../tooling/asl/definition.ts';
import { draw } from '../../../tooling/asl/flowchart.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const machine = parseDefinition(read('statemachines/access.asl.json'));

test('the picture in docs shows the machine as it is', () => {
  assert.is(read('docs/access-machine.md'), draw(machine, 'The access machine'));
});

test('the picture names every state once and every caught error', () => {
  const picture = draw(machine, 'The access machine');
  for (const name of Object.keys(machine.States)) assert.is(picture.split(`"${name}"`).length, 2, name);
  assert.match(picture, 'any error');
  assert.match(picture, 'NotYet');
});

test.run();
