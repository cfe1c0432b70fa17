import { StatesApiError } from './errors.ts';
import type { Execution } from './execution.ts';

/** A task that waits for its token to be answered. `output` is JSON text. */
export interface WaitingTask {
  succeed(output: string): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
}

export interface Tokens {
  /** A new token for a task of the execution: opaque, at most 2,048 characters. */
  issue(execution: Execution): string;
  open(token: string, task: WaitingTask): void;
  close(token: string): void;
  /** The task behind the token. Throws `InvalidToken`, `TaskDoesNotExist` or `TaskTimedOut`. */
  find(token: string): WaitingTask;
}

const maxLength = 2048;
const shape = /^AQC8([A-Za-z0-9_-]+)$/;

// A token contains its execution and a number, so that a closed one is recognised without being stored.
const encode = (arn: string, serial: number, id: string) =>
  `AQC8${Buffer.from(JSON.stringify([arn, serial, id])).toString('base64url')}`;

const decode = (token: string): { arn: string; serial: number } | undefined => {
  const body = shape.exec(token)?.[1];
  if (body === undefined || token.length > maxLength) return undefined;
  try {
    const [arn, serial] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [unknown, unknown];
    return typeof arn === 'string' && typeof serial === 'number' ? { arn, serial } : undefined;
  } catch {
    return undefined;
  }
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const createTokens = (
  newId: () => string,
  executionOf: (arn: string) => Execution | undefined,
): Tokens => {
  const waiting = new Map<string, WaitingTask>();
  return {
    issue: execution => {
      execution.tokens += 1;
      return encode(execution.arn, execution.tokens, newId());
    },
    open: (token, task) => void waiting.set(token, task),
    close: token => void waiting.delete(token),
    find: token => {
      const task = waiting.get(token);
      if (task !== undefined) return task;
      const parts = decode(token);
      if (parts === undefined) throw new StatesApiError('InvalidToken', `Invalid Token: 'Invalid token'`);
      const execution = executionOf(parts.arn);
      if (execution === undefined || parts.serial > execution.tokens) {
        throw new StatesApiError('TaskDoesNotExist', `Task Does Not Exist: 'Provided task does not exist'`);
      }
      throw new StatesApiError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
    },
  };
};
