import { CurfewError, type ErrorName, isCurfewError } from '../domain/errors.ts';

/**
 * What AWS says when a call fails → the vocabulary of `domain/errors.ts`, for every API in this folder.
 * Names appear with and without `Exception`, because query and JSON protocols differ.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and
 * https://docs.aws.amazon.com/singlesignon/latest/APIReference/CommonErrors.html
 */
const meanings: Record<string, ErrorName> = {
  Throttling: 'Throttled',
  Throttled: 'Throttled',
  RequestLimitExceeded: 'Throttled',
  RequestThrottled: 'Throttled',
  TooManyRequests: 'Throttled',
  SlowDown: 'Throttled',
  Conflict: 'Busy',
  ConcurrentModification: 'Busy',
  EntityTemporarilyUnmodifiable: 'Busy',
  PriorRequestNotComplete: 'Busy',
  Timeout: 'Busy',
  TimeoutError: 'Busy',
  AbortError: 'Busy',
  RequestTimeout: 'Busy',
  ServiceFailure: 'Busy',
  ServiceUnavailable: 'Busy',
  InternalServer: 'Busy',
  InternalFailure: 'Busy',
  ExpiredToken: 'Busy',
  DeleteConflict: 'Busy',
  LimitExceeded: 'Refused',
  ServiceQuotaExceeded: 'Refused',
  NoSuchEntity: 'Refused',
  ResourceNotFound: 'Refused',
  AccessDenied: 'Refused',
  InvalidInput: 'Refused',
  Validation: 'Refused',
  ValidationError: 'Refused',
  UnmodifiableEntity: 'Refused',
  EntityAlreadyExists: 'Refused',
  PolicyNotAttachable: 'Refused',
  MalformedPolicyDocument: 'Refused',
};

/**
 * What a conflict gives as its reason when something of that kind is there already: asking again never helps.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_ConflictException.html
 */
const taken = 'UNIQUENESS_CONSTRAINT_VIOLATION';

/** Sockets that closed or never opened. Source: https://nodejs.org/api/errors.html#common-system-errors */
const brokenConnections = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

type AwsFailure = Error & {
  code?: string;
  Reason?: string;
  ResourceType?: string;
  $metadata?: { requestId?: string; httpStatusCode?: number; attempts?: number };
};

const shortName = (name: string) => name.replace(/Exception$/, '');

/** Identity Center gives a taken name no reason, so only its words tell it from two changes at once. */
const isTaken = ({ name, message, Reason }: AwsFailure): boolean =>
  shortName(name) === 'EntityAlreadyExists' ||
  (shortName(name) === 'Conflict' && (Reason === taken || / already exists\b/i.test(message)));

const meaning = (error: AwsFailure): ErrorName | undefined => {
  if (isTaken(error)) return 'Refused';
  const known = meanings[shortName(error.name)];
  if (known !== undefined) return known;
  if (error.code !== undefined && brokenConnections.has(error.code)) return 'Busy';
  const status = error.$metadata?.httpStatusCode ?? 0;
  if (status === 429) return 'Throttled';
  return status >= 500 ? 'Busy' : undefined;
};

/** A failed call as a `CurfewError` that keeps its cause. An error that is not AWS's comes back as it is. */
export const named = (error: unknown, operation: string): unknown => {
  if (isCurfewError(error) || !(error instanceof Error)) return error;
  const name = meaning(error);
  return name === undefined
    ? error
    : new CurfewError(name, `${operation}: ${error.name}: ${error.message}`, { cause: error });
};

const awsCause = (error: unknown): AwsFailure | undefined =>
  isCurfewError(error) && error.cause instanceof Error ? error.cause : undefined;

/** Where it is not found, nothing is said of what is in it. */
const wholeDirectory = 'IDENTITY_STORE';

/**
 * AWS does not know something that the call named. With a `Reason` it is the KMS key of the instance that AWS does not
 * find, which says nothing of what was asked for.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ResourceNotFoundException.html
 */
export const isMissing = (error: unknown): boolean => {
  const cause = awsCause(error);
  if (cause === undefined || typeof cause.Reason === 'string' || cause.ResourceType === wholeDirectory)
    return false;
  return ['NoSuchEntity', 'ResourceNotFound'].includes(shortName(cause.name));
};

/** What the call was to make is there already: ours, made by an attempt whose answer was lost, or somebody's. */
export const isAlreadyThere = (error: unknown): boolean => {
  const cause = awsCause(error);
  return cause !== undefined && isTaken(cause);
};

/**
 * AWS certainly did nothing: its only answer was a refusal. After an automatic retry this is not known,
 * because the refusal (`ConflictException`) may be about the lost first attempt itself.
 */
export const certainlyRefused = (error: unknown): boolean => {
  const { httpStatusCode = 0, attempts = 1 } = awsCause(error)?.$metadata ?? {};
  return httpStatusCode >= 400 && httpStatusCode < 500 && attempts <= 1;
};

/** `undefined` where AWS does not know what the call named. */
export const orUndefined = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** For calls that answer nothing: `missing` where AWS does not know what the call named. */
export const doneOrMissing = async (answer: Promise<unknown>): Promise<'done' | 'missing'> =>
  (await orUndefined(answer)) === undefined ? 'missing' : 'done';
