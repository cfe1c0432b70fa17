import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { certainlyRefused } from '../../../functions/aws/errors.ts';
import { patiently } from '../../../functions/aws/patience.ts';
import { CurfewError, type ErrorName, isCurfewError } from '../../../functions/domain/errors.ts';
import { second } from '../../../functions/domain/time.ts';

const test = suite('patience with AWS');

const failure = (name: ErrorName, attempts = 1): CurfewError => {
  const cause = Object.assign(new Error('Rate exceeded'), { $metadata: { httpStatusCode: 400, attempts } });
  return new CurfewError(name, 'iam:GetUser: Rate exceeded', { cause });
};

/** Sends until `answers` has no failure left; `leftMs` may be spent on waiting. */
const sent = async (answers: (CurfewError | undefined)[], leftMs = 60 * second) => {
  let sends = 0;
  let waitedMs = 0;
  const send = (): Promise<string> => {
    const error = answers[Math.min(sends, answers.length - 1)];
    sends += 1;
    return error === undefined ? Promise.resolve('answered') : Promise.reject(error);
  };
  const patience = {
    sleep: async (ms: number) => {
      waitedMs += ms;
    },
    random: () => 0.5,
    leftMs: () => leftMs - waitedMs,
  };
  const result = await patiently(send, patience).catch((error: unknown) => error);
  return { result, sends, waitedMs };
};

test('F90: a call that is refused for now is sent again until AWS answers', async () => {
  const { result, sends } = await sent([failure('Throttled'), failure('Throttled'), undefined]);
  assert.is(result, 'answered');
  assert.is(sends, 3);
});

for (const name of ['Refused', 'Busy'] as const) {
  test(`a call that fails with ${name} is not sent again`, async () => {
    const { result, sends } = await sent([failure(name)]);
    assert.ok(isCurfewError(result, name));
    assert.is(sends, 1);
  });
}

test('F90: a worker that has done nothing yet gives its place up at once', async () => {
  const { result, sends, waitedMs } = await sent([failure('Throttled')], 0);
  assert.ok(isCurfewError(result, 'Throttled'));
  assert.equal([sends, waitedMs], [1, 0]);
});

test('F90: nobody waits longer for one call than 45 seconds, or than there is time', async () => {
  for (const leftMs of [10 * second, 90 * second]) {
    const { result, waitedMs } = await sent([failure('Throttled')], leftMs);
    assert.ok(isCurfewError(result, 'Throttled'));
    assert.ok(waitedMs <= Math.min(leftMs, 45 * second), `${waitedMs} ms`);
  }
});

test('F86: a refusal after others is not certain: an earlier answer may have been lost', async () => {
  const { result } = await sent([failure('Throttled', 3), failure('Refused')]);
  assert.ok(isCurfewError(result, 'Refused'));
  assert.not.ok(certainlyRefused(result));
  assert.ok(certainlyRefused((await sent([failure('Refused')])).result));
});

test.run();
