import { extend } from './steps/extend.ts';
import { grant } from './steps/grant.ts';
import { grantDependencies } from './wiring/steps.ts';
import { task } from './wiring/task.ts';

/** States Grant and Extend: the only Lambda that can give access. */
export const handler = task({ Grant: grant, Extend: extend }, grantDependencies);
