import { askDependencies } from './runtime/production/steps.ts';
import { task } from './runtime/task.ts';
import { ask } from './steps/ask.ts';

/** State Ask: stores the doorbell's token, shows the card, reminds. */
export const handler = task({ Ask: ask }, askDependencies);
