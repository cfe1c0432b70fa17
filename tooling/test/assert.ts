// uvu's `assert.throws(fn, 'text')` uses the text as its own message and lets any error pass.
import * as assert from 'uvu/assert';

/** Asserts that `fn` throws an Error of this name, whose message contains `messagePart`. */
export function throwsNamed(fn: () => unknown, name: string, messagePart = ''): void {
  try {
    fn();
  } catch (error) {
    checkNamed(error, name, messagePart);
    return;
  }
  assert.unreachable(`Expected ${name} to be thrown`);
}

/** Asserts that `promise` rejects with an Error of this name, whose message contains `messagePart`. */
export async function rejectsNamed(promise: Promise<unknown>, name: string, messagePart = ''): Promise<void> {
  const outcome = await promise.then(
    () => ({ rejected: false as const }),
    (error: unknown) => ({ rejected: true as const, error }),
  );
  if (!outcome.rejected) assert.unreachable(`Expected a rejection with ${name}`);
  else checkNamed(outcome.error, name, messagePart);
}

function checkNamed(thrown: unknown, name: string, messagePart: string): void {
  if (!(thrown instanceof Error)) assert.unreachable(`Expected ${name}, but what was thrown is no Error`);
  else {
    assert.is(thrown.name, name, `Expected ${name}, but was ${thrown.name}: ${thrown.message}`);
    assert.match(thrown.message, messagePart);
  }
}
