import { accessContract } from '../statemachines/access.contract.ts';
import { revoke } from './steps/revoke.ts';
import { revokeDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Revoke: takes access back when the ledger says so. */
export const handler = task({
  contract: accessContract,
  steps: { Revoke: revoke },
  build: revokeDependencies,
});
