import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  certainlyRefused,
  isAlreadyThere,
  isMissing,
  named,
  orUndefined,
} from '../../../functions/aws/errors.ts';
import { CurfewError } from '../../../functions/domain/errors.ts';

const awsError = (name: string, metadata: Record<string, unknown> = { httpStatusCode: 400 }, code?: string) =>
  Object.assign(new Error('in AWS words'), { name, $metadata: metadata, ...(code && { code }) });

const cases: [string, string][] = [
  ['Throttling', 'Throttled'],
  ['ThrottlingException', 'Throttled'],
  ['TooManyRequestsException', 'Throttled'],
  ['RequestLimitExceeded', 'Throttled'],
  ['ConflictException', 'Busy'],
  ['ConcurrentModificationException', 'Busy'],
  ['EntityTemporarilyUnmodifiableException', 'Busy'],
  ['ServiceFailureException', 'Busy'],
  ['InternalServerException', 'Busy'],
  ['TimeoutError', 'Busy'],
  ['AbortError', 'Busy'],
  ['ExpiredTokenException', 'Busy'],
  ['LimitExceededException', 'Refused'],
  ['ServiceQuotaExceededException', 'Refused'],
  ['NoSuchEntityException', 'Refused'],
  ['ResourceNotFoundException', 'Refused'],
  ['AccessDenied', 'Refused'],
  ['AccessDeniedException', 'Refused'],
  ['ValidationException', 'Refused'],
  ['EntityAlreadyExistsException', 'Refused'],
  ['PolicyNotAttachableException', 'Refused'],
  ['MalformedPolicyDocumentException', 'Refused'],
  ['DeleteConflictException', 'Busy'],
];

for (const [aws, ours] of cases)
  test(`${aws} is ${ours}, with its cause kept`, () => {
    const cause = awsError(aws);
    const error = named(cause, 'iam:AddUserToGroup');
    assert.instance(error, CurfewError);
    assert.is((error as CurfewError).name, ours);
    assert.is((error as CurfewError).cause, cause);
    assert.is((error as CurfewError).message, `iam:AddUserToGroup: ${aws}: in AWS words`);
  });

test('an unknown error with status 429 is Throttled, with 5xx Busy, with a broken wire Busy', () => {
  const nameOf = (error: unknown) => (named(error, 'x') as Error).name;
  assert.is(nameOf(awsError('Odd', { httpStatusCode: 429 })), 'Throttled');
  assert.is(nameOf(awsError('Odd', { httpStatusCode: 503 })), 'Busy');
  assert.is(nameOf(awsError('Error', {}, 'ECONNRESET')), 'Busy');
});

test('what AWS did not say stays what it was', () => {
  const bug = new TypeError('x is not a function');
  const ours = new CurfewError('Refused', 'no');
  assert.is(named(bug, 'x'), bug);
  assert.is(named(ours, 'x'), ours);
  assert.is(named('text', 'x'), 'text');
});

test('only what AWS does not know is missing', async () => {
  const failing = (name: string) => Promise.reject(named(awsError(name), 'x'));
  assert.is(await orUndefined(failing('NoSuchEntityException')), undefined);
  assert.is(await orUndefined(failing('ResourceNotFoundException')), undefined);
  assert.not(isMissing(new CurfewError('Refused', 'NoSuchEntity')));
  const refused = await orUndefined(failing('AccessDenied')).catch((error: Error) => error.name);
  assert.is(refused, 'Refused');
});

for (const [what, more] of [
  ['a member that is there', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' }],
  ['a name that is taken', { message: 'PermissionSet with name X already exists.' }],
] as const)
  test(`F28: a conflict over ${what} is Refused, for asking again never helps`, () => {
    const error = named(Object.assign(awsError('ConflictException'), more), 'x');
    assert.is((error as Error).name, 'Refused');
    assert.ok(isAlreadyThere(error));
  });

for (const more of [{ Reason: 'CONCURRENT_MODIFICATION' }, {}])
  test(`F28: a conflict of two changes at once is Busy (${more.Reason ?? 'no reason'})`, () => {
    const error = named(Object.assign(awsError('ConflictException'), more), 'x');
    assert.is((error as Error).name, 'Busy');
    assert.not(isAlreadyThere(error));
  });

test('a refusal after an automatic retry, a 5xx or a lost answer is not certain', () => {
  const certain = (metadata: Record<string, unknown>) =>
    certainlyRefused(named(awsError('ConflictException', metadata), 'x'));
  assert.ok(certain({ httpStatusCode: 400, attempts: 1 }));
  assert.not(certain({ httpStatusCode: 400, attempts: 2 }));
  assert.not(certain({ httpStatusCode: 500, attempts: 1 }));
  assert.not(certainlyRefused(named(awsError('TimeoutError', {}), 'x')));
  assert.not(certainlyRefused(new Error('bug')));
});

test.run();
