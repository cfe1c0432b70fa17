// slow: a whole request for each crash
import { test } from 'uvu';
import { effort } from '../effort.ts';
import { testCrashes } from './support/crashes.ts';

// Every call has its turn in tests/soak/crashes.test.ts.
await testCrashes(effort.crashStride, effort.kinds + 1);

test.run();
