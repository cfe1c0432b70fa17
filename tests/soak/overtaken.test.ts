import { test } from 'uvu';
import { testOvertaking } from '../e2e/support/overtaking.ts';

await testOvertaking(1);

test.run();
