import { test } from 'uvu';
import { testCrashes } from '../e2e/support/crashes.ts';
import { soak } from '../effort.ts';

await testCrashes(soak.stride);

test.run();
