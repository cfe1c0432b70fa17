// node --import tsx many-real-child.ts COUNT: COUNT open grants with the shipped handlers; prints JSON.
import { manyWithHandlers } from './many-real.ts';

process.stdout.write(`${JSON.stringify(await manyWithHandlers(Number(process.argv[2])))}\n`);
process.exit(0);
