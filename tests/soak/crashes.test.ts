import { test } from 'uvu';
import { testCrashes } from '../e2e/support/crashes.ts';

await testCrashes(1);

test.run();
