import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { access } from '../../../statemachines/access.machine.ts';
import type { Machine } from '../../../statemachines/machine.ts';
import { machines } from '../../../statemachines/machines.ts';
import { parseDefinition, tasksOf } from '../../../tooling/asl/definition.ts';
import { pageOf } from '../../../tooling/asl/flowchart.ts';
import { secondMachine } from '../../statemachines/second-machine.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const caughtBy = (machine: Machine): string[] =>
  tasksOf(parseDefinition(JSON.stringify(machine.definition)))
    .flatMap(([, { Catch: catchers = [] }]) => catchers)
    .flatMap(({ ErrorEquals: errors }) => errors)
    .map(error => (error === 'States.ALL' ? 'any error' : (error.split('.').at(-1) ?? error)));

for (const machine of machines) {
  const { path, text } = pageOf(machine);

  test(`${machine.name}: the picture in docs shows the machine as it is`, () => {
    assert.is(read(path), text);
  });

  test(`${machine.name}: the picture names every state once and every caught error`, () => {
    for (const name of Object.keys(machine.definition.States)) {
      assert.is(text.split(`"${name}"`).length, 2, name);
    }
    for (const error of caughtBy(machine)) assert.match(text, error);
  });
}

test('an error that is caught stands on its way, by its name', () => {
  assert.ok(caughtBy(access).includes('NotYet'));
  assert.match(pageOf(access).text, '|"NotYet"|');
});

test('a page is named after its machine', () => {
  const { path, text } = pageOf(secondMachine);
  assert.is(path, 'docs/second-look-machine.md');
  assert.match(text, '# The second-look machine');
});

test.run();
