import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rejectsNamed, throwsNamed } from '../../tooling/test/assert.ts';

class Named extends Error {
  override name = 'TooLate';
}
const late = () => {
  throw new Named('the deadline passed');
};
const failureOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  }
};

test('the right name and a part of the message are accepted', async () => {
  throwsNamed(late, 'TooLate', 'deadline');
  throwsNamed(late, 'TooLate');
  await rejectsNamed(Promise.reject(new Named('the deadline passed')), 'TooLate', 'passed');
});

test('another name is a failure', async () => {
  assert.match(await failureOf(() => throwsNamed(late, 'TooEarly')), 'Expected TooEarly, but was TooLate');
});

test('another message is a failure', async () => {
  assert.match(await failureOf(() => throwsNamed(late, 'TooLate', 'budget')), 'budget');
});

test('nothing thrown is a failure', async () => {
  assert.match(await failureOf(() => throwsNamed(() => {}, 'TooLate')), 'Expected TooLate to be thrown');
  assert.match(await failureOf(() => rejectsNamed(Promise.resolve(), 'TooLate')), 'Expected a rejection');
});

test('a thrown text is a failure', async () => {
  const fault = () => rejectsNamed(Promise.reject('TooLate'), 'TooLate');
  assert.match(await failureOf(fault), 'is no Error');
});

test.run();
