// slow: a whole request for each crash
import { test } from 'uvu';
import { testCrashes } from './support/crashes.ts';

// Every call has its turn in tests/soak/crashes.test.ts.
await testCrashes(7);

test.run();
