import { grantDependencies } from './runtime/production/steps.ts';
import { task } from './runtime/task.ts';
import { extend } from './steps/extend.ts';
import { grant } from './steps/grant.ts';

/** States Grant and Extend: the only Lambda that can give access. */
export const handler = task({ Grant: grant, Extend: extend }, grantDependencies);
