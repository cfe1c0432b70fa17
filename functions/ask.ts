import { ask } from './steps/ask.ts';
import { askDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Ask: stores the task token, shows the card, reminds. */
export const handler = task({ Ask: ask }, askDependencies);
