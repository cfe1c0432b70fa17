import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountRef } from '../domain/catalog.ts';
import { CurfewError } from '../domain/errors.ts';
import { second } from '../domain/time.ts';
import { named } from './errors.ts';
import { patiently } from './patience.ts';

/** On whose behalf calls are made, and how much time is left for them. */
export type Calling = {
  requestId: string;
  /** Milliseconds left; no call starts unless `callMs` fits. */
  remainingMs: () => number;
  /** Is given the AWS request id of each call. */
  called: (awsRequestId: string) => void;
};

/** An API as one request uses it in one account. */
export type Connect<Api> = (account: AccountRef, calling: Calling) => Api;

/** The longest a call may last, with assuming an IAM role and automatic retries. */
const callMs = 25 * second;

/** When a call that still runs is aborted; leaves time to record that. */
const giveUpMs = 20 * second;

/** Those for whom AWS has answered a call. */
const underWay = new WeakSet<Calling>();

type Answered = { $metadata: { requestId?: string | undefined } };

/** Throws `Busy` when too little time is left for a call. `operation`: its name, e.g. `iam:GetUser`. */
export const requireTime = (calling: Calling, operation: string): void => {
  if (calling.remainingMs() < callMs)
    throw new CurfewError('Busy', `${operation} was not started: too little time is left`);
};

/** Reports the AWS request id of an answer, or of an error AWS answered with. */
export const report = (calling: Calling, answer: unknown): void => {
  const id = (answer as Partial<Answered> | undefined)?.$metadata?.requestId;
  if (id !== undefined) calling.called(id);
};

/**
 * One call to AWS, sent again while AWS asks for patience. Throws `Busy` without calling when time is short, and every
 * failure as `errors.ts` names it.
 */
export const call = <Answer extends Answered>(
  calling: Calling,
  operation: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> =>
  patiently(() => callOnce(calling, operation, send), {
    sleep,
    random: Math.random,
    leftMs: () => (underWay.has(calling) ? calling.remainingMs() - callMs : 0),
  });

const callOnce = async <Answer extends Answered>(
  calling: Calling,
  operation: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> => {
  requireTime(calling, operation);
  try {
    const answer = await send({ abortSignal: AbortSignal.timeout(giveUpMs) });
    report(calling, answer);
    underWay.add(calling);
    return answer;
  } catch (error) {
    report(calling, error);
    throw named(error, operation);
  }
};
