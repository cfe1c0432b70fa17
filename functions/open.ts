import { createMeasure } from './runtime/metrics.ts';
import { baseDependencies } from './runtime/production/base.ts';
import { task } from './runtime/task.ts';
import { open } from './steps/open.ts';

/** State Open: validates, decides, schedules the asks. */
export const handler = task({ Open: open }, () => ({ ...baseDependencies(), measure: createMeasure() }));
