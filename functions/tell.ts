import { tellSteps } from './steps/notify.ts';
import { tellDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** States Tell … and Page security: says what happened, from the ledger. */
export const handler = task(tellSteps, tellDependencies);
