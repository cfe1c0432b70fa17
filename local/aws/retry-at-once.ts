import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type Strategy = NonNullable<DynamoDBClientConfig['retryStrategy']>;

/** The SDK's standard retries without their pauses, which would take real time. */
export const atOnce = (maxAttempts: number): Strategy => {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0)),
    refreshRetryTokenForRetry: ({ getRetryCount }, { errorType }) => {
      const passing = errorType === 'TRANSIENT' || errorType === 'THROTTLING';
      const next = getRetryCount() + 1;
      return passing && next < maxAttempts
        ? Promise.resolve(token(next))
        : Promise.reject(new Error('No more attempts.'));
    },
    recordSuccess: () => undefined,
  };
};
