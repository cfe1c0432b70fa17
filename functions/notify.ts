import { accessContract } from '../statemachines/access.contract.ts';
import { notifySteps } from './steps/notify.ts';
import { notifyDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** States Notify … and Page security: says what happened, from the ledger. */
export const handler = task({ contract: accessContract, steps: notifySteps, build: notifyDependencies });
