import { test } from 'uvu';
import { testOvertaking } from '../e2e/support/overtaking.ts';
import { soak } from '../effort.ts';

await testOvertaking(soak.stride);

test.run();
