import { CurfewError, type ErrorName, isCurfewError } from '../domain/errors.ts';
import { second } from '../domain/time.ts';

/** How a worker waits for AWS to let it through. */
export type Patience = {
  /** ms. */
  sleep: (ms: number) => Promise<void>;
  /** 0 to 1. */
  random: () => number;
  /** Milliseconds that may still be spent on waiting. */
  leftMs: () => number;
};

/** All pauses of one call together. */
const longestMs = 45 * second;
const longestPauseMs = 1 * second;

const attemptsOf = (error: unknown): number => {
  const cause =
    error instanceof Error ? (error.cause as { $metadata?: { attempts?: number } } | undefined) : undefined;
  return cause?.$metadata?.attempts ?? 1;
};

/**
 * A call that AWS refuses for now (`Throttled`) is sent again after a while, with full jitter, by a worker that has done
 * something already: it would lose that by giving up, and with a thousand workers hardly one would ever come to its end.
 * One that has done nothing yet gives its place up at once (`leftMs` 0), and comes again later. Throws what the last one
 * failed with, as after so many attempts: a refusal may be about an earlier one whose answer was lost.
 */
export const patiently = async <Answer>(
  send: () => Promise<Answer>,
  { sleep, random, leftMs }: Patience,
): Promise<Answer> => {
  let waitedMs = 0;
  let attempts = 0;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      attempts += attemptsOf(error);
      const pause = random() * longestPauseMs;
      const goesOn = isCurfewError(error, 'Throttled') && waitedMs + pause <= longestMs && pause < leftMs();
      if (!goesOn) throw afterAttempts(error, attempts);
      await sleep(pause);
      waitedMs += pause;
    }
  }
};

const afterAttempts = (error: unknown, attempts: number): unknown => {
  if (!isCurfewError(error) || attempts === attemptsOf(error) || !(error.cause instanceof Error))
    return error;
  const { $metadata = {} } = error.cause as { $metadata?: object };
  const cause = Object.assign(new Error(error.cause.message), error.cause, {
    name: error.cause.name,
    $metadata: { ...$metadata, attempts },
  });
  return new CurfewError(error.name as ErrorName, error.message, { cause });
};
