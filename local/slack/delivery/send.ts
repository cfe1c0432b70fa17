import { setImmediate as nextTick } from 'node:timers/promises';
import type { Workspace } from '../state/workspace.ts';
import type { SlackRequest, SlackResponse } from '../types.ts';
import { signedRequest } from './sign.ts';

/** One request and what became of it, in the order sent. */
export interface LoggedRequest {
  /** `block_actions`, `event_callback`, `command`, … */
  kind: string;
  request: SlackRequest;
  response?: SlackResponse;
  /** Why Slack counts it as failed. */
  error?: DeliveryError;
}

export type DeliveryError = 'operation_timeout' | 'dispatch_failed';

export type Delivery =
  | { ok: true; response: SlackResponse }
  | { ok: false; error: DeliveryError; status?: number };

export interface Sender {
  /** Signs and delivers. Never throws: an app that throws is an app that did not answer. */
  send: (kind: string, body: string, headers?: Record<string, string>) => Promise<Delivery>;
  log: LoggedRequest[];
  /** Makes `settled` wait for this promise too. */
  track: <Value>(work: Promise<Value>) => Promise<Value>;
  /** Resolves once nothing is under way, not even a handler that answered too late. */
  settled: () => Promise<void>;
}

const slackAckMs = 3000;

const timeLimit = (ms: number) => {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
};

export const createSender = (workspace: Workspace): Sender => {
  const { signingSecret, deliver, ackTimeoutMs = slackAckMs } = workspace.options;
  const log: LoggedRequest[] = [];
  const underWay = new Set<Promise<unknown>>();

  const track = <Value>(work: Promise<Value>): Promise<Value> => {
    underWay.add(work);
    const done = () => underWay.delete(work);
    work.then(done, done);
    return work;
  };

  const attempt = async (entry: LoggedRequest): Promise<Delivery> => {
    const limit = timeLimit(ackTimeoutMs);
    // The network takes time: two people who click at once have both clicked before either request arrives.
    const answering = track(
      nextTick()
        .then(() => deliver(entry.request))
        .catch((): SlackResponse => ({ statusCode: 502, body: '' })),
    );
    const first = await Promise.race([answering, limit.passed]);
    limit.cancel();
    if (first === 'late') {
      entry.error = 'operation_timeout';
      return { ok: false, error: entry.error };
    }
    entry.response = first;
    if (first.statusCode >= 200 && first.statusCode < 300) return { ok: true, response: first };
    entry.error = 'dispatch_failed';
    return { ok: false, error: entry.error, status: first.statusCode };
  };

  return {
    log,
    track,
    send: (kind, body, headers) => {
      const timestamp = Math.trunc(workspace.wallClock() / 1000);
      const entry: LoggedRequest = { kind, request: signedRequest(signingSecret, timestamp, body, headers) };
      log.push(entry);
      return track(attempt(entry));
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
};
