import { open } from './steps/open.ts';
import { openDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Open: validates, decides, schedules the asks. */
export const handler = task({ Open: open }, openDependencies);
