import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { second } from '../domain/time.ts';

/**
 * Clients for Curfew's own tables and machine. Time-outs are far below those of a Slack click: a call that hangs must
 * leave time for its retry. Endpoints come from `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_SFN` where they are set.
 */
const common = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1 * second, requestTimeout: 2 * second, throwOnRequestTimeout: true },
};

export const connectDynamoDb = (region: string): DynamoDBClient => new DynamoDBClient({ region, ...common });
export const connectStates = (region: string): SFNClient => new SFNClient({ region, ...common });
