import { revokeDependencies } from './runtime/production/steps.ts';
import { task } from './runtime/task.ts';
import { revoke } from './steps/revoke.ts';

/** State Revoke: takes access back when the ledger says so. */
export const handler = task({ Revoke: revoke }, revokeDependencies);
