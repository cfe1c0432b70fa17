import { accessContract } from '../statemachines/access.contract.ts';
import { ask } from './steps/ask.ts';
import { askDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Ask: stores the task token, shows the card, reminds. */
export const handler = task({ contract: accessContract, steps: { Ask: ask }, build: askDependencies });
