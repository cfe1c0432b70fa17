import { tellDependencies } from './runtime/production/steps.ts';
import { task } from './runtime/task.ts';
import { tellSteps } from './steps/tell.ts';

/** States Tell … and Page security: says what happened, from the ledger. */
export const handler = task(tellSteps, tellDependencies);
