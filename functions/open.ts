import { openDependencies } from './runtime/production/steps.ts';
import { task } from './runtime/task.ts';
import { open } from './steps/open.ts';

/** State Open: validates, decides, schedules the asks. */
export const handler = task({ Open: open }, openDependencies);
