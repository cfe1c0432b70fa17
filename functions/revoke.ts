import { accessContract } from '../statemachines/access.contract.ts';
import { revoke } from './steps/revoke.ts';
import { revokeDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** State Revoke: revokes access when the ledger says that it is over. */
export const handler = task({
  contract: accessContract,
  steps: { Revoke: revoke },
  build: revokeDependencies,
});
