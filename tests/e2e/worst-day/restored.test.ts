// slow: a whole story for each pair of moments
import { test } from 'uvu';
import { effort } from '../../effort.ts';
import { testRestores } from '../support/restoring.ts';

// More pairs have their turn in tests/soak/restored.test.ts.
await testRestores(effort.restoreStride);

test.run();
