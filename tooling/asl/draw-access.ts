import { readFileSync, writeFileSync } from 'node:fs';
import { parseDefinition } from './definition.ts';
import { draw } from './flowchart.ts';

const machine = new URL('../../statemachines/access.asl.json', import.meta.url);
const picture = new URL('../../docs/access-machine.md', import.meta.url);

writeFileSync(picture, draw(parseDefinition(readFileSync(machine, 'utf8')), 'The access machine'));
