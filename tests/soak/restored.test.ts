import { test } from 'uvu';
import { testRestores } from '../e2e/support/restoring.ts';

await testRestores(9);

test.run();
