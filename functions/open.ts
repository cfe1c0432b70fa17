import { accessContract } from '../statemachines/access.contract.ts';
import { open } from './steps/open.ts';
import { openDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Open: validates, decides, schedules the asks. */
export const handler = task({ contract: accessContract, steps: { Open: open }, build: openDependencies });
