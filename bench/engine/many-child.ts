// node --expose-gc --import tsx many-child.ts COUNT: COUNT open grants in a process of their own; prints JSON.
import { manyOnEngine } from './many.ts';

process.stdout.write(`${JSON.stringify(await manyOnEngine(Number(process.argv[2])))}\n`);
