import { writeFileSync } from 'node:fs';
import { machines } from '../../statemachines/machines.ts';
import { pageOf } from './flowchart.ts';

// Draws every machine again: node --import tsx tooling/asl/draw.ts. A test keeps the pages current.
for (const { path, text } of machines.map(pageOf))
  writeFileSync(new URL(`../../${path}`, import.meta.url), text);
