// Custom steps of Workflow Builder. https://docs.slack.dev/workflows/creating-custom-steps-workflow-builder
import type { Fields } from '../json.ts';

/** How long a step's own token works, unless the step ends before. */
const tokenLifeMs = 15 * 60_000;

export interface Step {
  /** `function_execution_id` */
  id: string;
  callbackId: string;
  user: string;
  inputs: Fields;
  outcome:
    | { status: 'running' }
    | { status: 'completed'; outputs: Fields }
    | { status: 'failed'; error: string };
}

export type StepEnd = 'ok' | 'function_execution_not_found' | 'execution_not_in_running_state';

export interface Steps {
  all: readonly Step[];
  begin: (callbackId: string, user: string, inputs: Fields) => { step: Step; token: string };
  end: (id: string, outcome: Exclude<Step['outcome'], { status: 'running' }>) => StepEnd;
  /** Whether this is the token of a step that still runs. */
  accepts: (token: string) => boolean;
}

export const createSteps = (
  now: () => number,
  nextId: (prefix: string) => string,
  opaque: () => string,
): Steps => {
  const all: Step[] = [];
  const tokens = new Map<string, { step: Step; at: number }>();
  return {
    all,
    begin: (callbackId, user, inputs) => {
      const step: Step = { id: nextId('Fx'), callbackId, user, inputs, outcome: { status: 'running' } };
      const token = `xwfp-${opaque()}`;
      all.push(step);
      tokens.set(token, { step, at: now() });
      return { step, token };
    },
    end: (id, outcome) => {
      const step = all.find(one => one.id === id);
      if (step === undefined) return 'function_execution_not_found';
      if (step.outcome.status !== 'running') return 'execution_not_in_running_state';
      step.outcome = outcome;
      return 'ok';
    },
    accepts: token => {
      const issued = tokens.get(token);
      return (
        issued !== undefined && issued.step.outcome.status === 'running' && now() - issued.at <= tokenLifeMs
      );
    },
  };
};
