import type { TaskState } from '../definition.ts';
import { dataLimitFailure, StateFailure } from '../errors.ts';
import { fromText, isTooLarge, type Json, type JsonObject, toText } from '../json.ts';
import { asFailure, park, record } from './branch.ts';
import { callService } from './call.ts';
import { withErrorHandling } from './handling.ts';
import { checkFault, evaluateField, evaluateSeconds, type Left, leave, type Visit } from './visit.ts';

type Outcome =
  | { readonly kind: 'succeeded'; readonly outputText: string }
  | { readonly kind: 'failed'; readonly failure: StateFailure }
  | { readonly kind: 'timedOut'; readonly heartbeat: boolean };

interface Attempt {
  readonly visit: Visit;
  readonly state: TaskState;
  readonly args: JsonObject;
  readonly token: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

const whole = { truncated: false };
const called = ({ resource }: TaskState) => ({ resource: resource.name, resourceType: resource.type });

/** Waits for whatever comes first: the result, the token's answer, or the end of the time. */
const waitForOutcome = (attempt: Attempt): Promise<Outcome> => {
  const { visit, state, token, timeoutSeconds, heartbeatSeconds } = attempt;
  const { branch } = visit;
  const { clock, tokens } = branch.host;
  return park<Outcome>(branch, wake => {
    let open = true;
    const after = (seconds: number | undefined, heartbeat: boolean) =>
      seconds === undefined
        ? () => undefined
        : clock.at(clock.now() + seconds * 1000, () => wake({ kind: 'timedOut', heartbeat }));
    const stopTimeout = after(timeoutSeconds, false);
    let stopHeartbeat = after(heartbeatSeconds, true);
    if (token !== undefined) {
      tokens.open(token, {
        succeed: outputText => wake({ kind: 'succeeded', outputText }),
        fail: (error, cause) => wake({ kind: 'failed', failure: new StateFailure({ error, cause }) }),
        heartbeat: () => {
          stopHeartbeat();
          stopHeartbeat = after(heartbeatSeconds, true);
        },
      });
    }
    const onResult = (result: Json) => {
      if (!open) return;
      const outputText = toText(result);
      if (isTooLarge(outputText)) throw dataLimitFailure(state.resource.type, false);
      if (token === undefined) return wake({ kind: 'succeeded', outputText });
      record(branch, 'TaskSubmitted', { ...called(state), output: outputText, outputDetails: whole });
    };
    callService(visit, state.resource, attempt.args)
      .then(onResult)
      .catch((error: unknown) => {
        if (open) wake({ kind: 'failed', failure: asFailure(error) });
      });
    return () => {
      open = false;
      stopTimeout();
      stopHeartbeat();
      if (token !== undefined) tokens.close(token);
    };
  });
};

const settle = (visit: Visit, state: TaskState, outcome: Outcome): string => {
  const { branch } = visit;
  switch (outcome.kind) {
    case 'succeeded':
      record(branch, 'TaskSucceeded', {
        ...called(state),
        output: outcome.outputText,
        outputDetails: whole,
      });
      return outcome.outputText;
    case 'failed': {
      const { error, cause } = outcome.failure;
      record(branch, 'TaskFailed', {
        ...called(state),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      });
      throw outcome.failure;
    }
    case 'timedOut':
      record(branch, 'TaskTimedOut', { ...called(state), error: 'States.Timeout' });
      throw new StateFailure({ error: 'States.Timeout', heartbeat: outcome.heartbeat });
  }
};

const schedule = ({ visit, state, args, timeoutSeconds, heartbeatSeconds }: Attempt) => {
  const parameters = toText(args);
  if (isTooLarge(parameters)) throw dataLimitFailure(visit.name, true);
  record(visit.branch, 'TaskScheduled', {
    ...called(state),
    region: visit.branch.host.region,
    parameters,
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
  });
  record(visit.branch, 'TaskStarted', called(state));
};

const isRecord = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const prepare = async (visit: Visit, state: TaskState, retryCount: number): Promise<Attempt> => {
  const { host, execution } = visit.branch;
  await checkFault(visit);
  const token = state.resource.waitsForToken ? host.tokens.issue(execution) : undefined;
  const learned = { token, retryCount };
  const args = await evaluateField(visit, 'Arguments', state.arguments, learned);
  if (!isRecord(args)) {
    throw new StateFailure({
      error: 'States.Runtime',
      cause: `Arguments of '${visit.name}' must be an object.`,
    });
  }
  const seconds = (field: 'TimeoutSeconds' | 'HeartbeatSeconds') =>
    evaluateSeconds(
      visit,
      field,
      field === 'TimeoutSeconds' ? state.timeoutSeconds : state.heartbeatSeconds,
      { least: 1, learned },
    );
  return {
    visit,
    state,
    args,
    token,
    timeoutSeconds: await seconds('TimeoutSeconds'),
    heartbeatSeconds: await seconds('HeartbeatSeconds'),
  };
};

/** Each attempt computes its arguments and time anew and gets a token of its own. */
export const runTask = (visit: Visit, state: TaskState): Promise<Left> =>
  withErrorHandling(visit, state, async retryCount => {
    const attempt = await prepare(visit, state, retryCount);
    schedule(attempt);
    const result = fromText(settle(visit, state, await waitForOutcome(attempt)));
    return leave(visit, state, { result, retryCount }, result);
  });
