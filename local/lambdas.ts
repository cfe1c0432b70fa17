import { ask } from '../functions/steps/ask.ts';
import { extend } from '../functions/steps/extend.ts';
import { grant } from '../functions/steps/grant.ts';
import { notifySteps } from '../functions/steps/notify.ts';
import { open } from '../functions/steps/open.ts';
import type { StepDeps } from '../functions/steps/port.ts';
import { revoke } from '../functions/steps/revoke.ts';
import { sweeper } from '../functions/wiring/sweeper.ts';
import { type TaskHandler, task } from '../functions/wiring/task.ts';
import { accessContract as contract } from '../statemachines/access.contract.ts';

/** The names the machine calls them by here. */
export const lambdaNames = ['open', 'ask', 'grant', 'revoke', 'notify'] as const;
export type LambdaName = (typeof lambdaNames)[number];

/** The shipped handlers, wrapped as in `functions/*.ts`; only what they are given differs. */
export const createLambdas = (
  deps: (name: LambdaName | 'sweep') => StepDeps,
): Record<LambdaName, TaskHandler> & { sweep: ReturnType<typeof sweeper> } => ({
  open: task({ contract, steps: { Open: open }, build: () => deps('open') }),
  ask: task({ contract, steps: { Ask: ask }, build: () => deps('ask') }),
  grant: task({ contract, steps: { Grant: grant, Extend: extend }, build: () => deps('grant') }),
  revoke: task({ contract, steps: { Revoke: revoke }, build: () => deps('revoke') }),
  notify: task({ contract, steps: notifySteps, build: () => deps('notify') }),
  sweep: sweeper(() => deps('sweep')),
});

/** `${OpenFunctionArn}` and the like, as deployment substitutes them. */
export const substitutions = (requestsTable: string): Record<string, string> => ({
  OpenFunctionArn: 'open',
  AskFunctionArn: 'ask',
  GrantFunctionArn: 'grant',
  RevokeFunctionArn: 'revoke',
  NotifyFunctionArn: 'notify',
  RequestsTable: requestsTable,
});

export const substitute = (definition: object, values: Record<string, string>): string =>
  JSON.stringify(definition).replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`access.asl.json speaks of \${${name}}, which nothing sets.`);
    return value;
  });
