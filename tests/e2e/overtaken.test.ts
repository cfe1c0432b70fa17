// slow: a whole request for each call
import { test } from 'uvu';
import { effort } from '../effort.ts';
import { testOvertaking } from './support/overtaking.ts';

// Every call has its turn in tests/soak/overtaken.test.ts.
await testOvertaking(effort.crashStride, effort.kinds + 1);

test.run();
