import { dataFlowOf } from './data-flow.ts';
import type { Definition } from './definition.ts';
import {
  allReached,
  choicesDefault,
  inputCertain,
  noEval,
  onlyTasksCompute,
  placeholdersKnown,
  variablesAssigned,
} from './lints/expressions.ts';
import type { Finding, LintOptions, Rule } from './lints/finding.ts';
import {
  allStandsAlone,
  catchersSayOutput,
  errorsKnown,
  noneShadowed,
  retriesSound,
  tasksSayOutput,
  timeoutsNotRetried,
} from './lints/handlers.ts';
import { heartbeatsFit, noTimeoutOverAll, tasksTimeOut } from './lints/time.ts';

export type { Finding, LintOptions } from './lints/finding.ts';

const rules: readonly Rule[] = [
  allReached,
  choicesDefault,
  variablesAssigned,
  inputCertain,
  noEval,
  placeholdersKnown,
  onlyTasksCompute,
  allStandsAlone,
  noneShadowed,
  errorsKnown,
  retriesSound,
  timeoutsNotRetried,
  catchersSayOutput,
  tasksSayOutput,
  tasksTimeOut,
  heartbeatsFit,
  noTimeoutOverAll,
];

/** What asl-validator does not look for; `[]` is a sound machine. */
export const lint = (machine: Definition, options: LintOptions): Finding[] => {
  const dataFlow = dataFlowOf(machine, options.input);
  return rules.flatMap(rule => rule({ machine, options, dataFlow }));
};
