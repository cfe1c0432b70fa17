import { revoke } from './steps/revoke.ts';
import { revokeDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Revoke: takes access back when the ledger says so. */
export const handler = task({ Revoke: revoke }, revokeDependencies);
