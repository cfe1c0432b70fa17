import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { second } from '../domain/time.ts';

/** How often the SDK sends a call before it gives up. */
export const dynamoDbAttempts = 3;

/** Time-outs are far below the 3 seconds of a Slack click: a call that hangs must leave time for its retry. */
const common = {
  maxAttempts: dynamoDbAttempts,
  requestHandler: { connectionTimeout: 1 * second, requestTimeout: 2 * second, throwOnRequestTimeout: true },
};

/** For Curfew's own tables. The SDK reads another endpoint from `AWS_ENDPOINT_URL_DYNAMODB`. */
export const connectDynamoDb = (region: string): DynamoDBClient => new DynamoDBClient({ region, ...common });

/** For Curfew's own state machines. The SDK reads another endpoint from `AWS_ENDPOINT_URL_SFN`. */
export const connectStates = (region: string): SFNClient => new SFNClient({ region, ...common });
