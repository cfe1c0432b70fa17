import { sweepDependencies } from './wiring/steps.ts';
import { sweeper } from './wiring/sweeper.ts';

/** On a schedule it looks at what is due; on the event of a stopped execution it marks that request due now. */
export const handler = sweeper(sweepDependencies);
