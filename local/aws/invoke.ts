import { type Calling, requireTime } from '../../functions/aws/call.ts';
import { named } from '../../functions/aws/errors.ts';
import { AwsError } from './errors.ts';
import type { FaultPoints } from './faults.ts';

/** One call as it happened. `at` in epoch ms; `answer` is `ok`, AWS's error name, or what happened instead. */
export type Call = {
  at: number;
  name: string;
  input: Record<string, string>;
  requestId: string;
  awsRequestId: string;
  answer: string;
};

/** Carries out a call: checks time, lets faults happen, logs, reports the AWS request id, names errors. */
export type Invoke = <Answer>(
  calling: Calling,
  name: string,
  input: Record<string, string>,
  effect: () => Answer,
) => Promise<Answer>;

/** Older calls are forgotten. */
const keptCalls = 20_000;

/** AWS request ids that are the same in every run. */
const createIds = () => {
  let last = 0;
  return () => {
    last += 1;
    return `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
  };
};

export const createInvoke = (now: () => number, points: FaultPoints): { invoke: Invoke; calls: Call[] } => {
  const calls: Call[] = [];
  const newId = createIds();

  const invoke: Invoke = async (calling, name, input, effect) => {
    requireTime(calling, name);
    const awsRequestId = newId();
    const call = { at: now(), name, input, requestId: calling.requestId, awsRequestId, answer: 'ok' };
    calls.push(call);
    if (calls.length > keptCalls) calls.shift();
    try {
      await points.at(name, 'before');
      const answer = effect();
      await points.at(name, 'after');
      calling.called(awsRequestId);
      return answer;
    } catch (error) {
      call.answer = error instanceof Error ? error.name : String(error);
      if (!(error instanceof AwsError)) throw named(error, name);
      error.$metadata.requestId = awsRequestId;
      error.$metadata.httpStatusCode = 400;
      calling.called(awsRequestId);
      throw named(error, name);
    }
  };

  return { invoke, calls };
};
