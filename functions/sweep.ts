import { sweepDependencies } from './runtime/production/steps.ts';
import { sweeper } from './runtime/sweeper.ts';

/** On a schedule it looks at what is due; on the event of a stopped execution it marks that request due now. */
export const handler = sweeper(sweepDependencies);
