import { accessContract } from '../statemachines/access.contract.ts';
import { extend } from './steps/extend.ts';
import { grant } from './steps/grant.ts';
import { grantDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** States Grant and Extend: the only Lambda that can give access. */
export const handler = task({
  contract: accessContract,
  steps: { Grant: grant, Extend: extend },
  build: grantDependencies,
});
