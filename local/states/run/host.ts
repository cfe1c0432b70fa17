import type { Clock, Sleep } from '../../clock.ts';
import type { Execution, StoredEvent } from '../execution.ts';
import type { Faults } from '../faults.ts';
import type { Json } from '../json.ts';
import type { Tokens } from '../tokens.ts';

export interface InvokeInfo {
  readonly executionArn: string;
  readonly executionName: string;
  readonly stateName: string;
  readonly requestId: string;
  /** Waits for virtual time inside the function without holding the clock back. */
  readonly sleep: Sleep;
}

/**
 * Runs a function. A rejection is the function's own error (`name` becomes the task's error); one made with
 * `serviceError` is Lambda's, e.g. `Lambda.TooManyRequestsException`.
 */
export type Invoke = (functionName: string, payload: Json, info: InvokeInfo) => Promise<unknown>;

/** Calls DynamoDB, e.g. `('getItem', {TableName, Key})`, and answers with the response's plain JSON. */
export type CallDynamoDb = (
  action: DynamoDbAction,
  args: Record<string, Json>,
  info: InvokeInfo,
) => Promise<object>;

export type DynamoDbAction = 'getItem' | 'updateItem' | 'putItem' | 'deleteItem' | 'query';

/** What running executions need of the engine around them. */
export interface Host {
  readonly clock: Clock;
  readonly region: string;
  readonly dynamodbErrorPrefix: string;
  readonly random: () => number;
  readonly newId: () => string;
  /** Resolves, later than the call, when one more execution may begin. */
  readonly turn: () => Promise<void>;
  readonly invoke: Invoke;
  readonly callDynamoDb: CallDynamoDb;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly onEvent: (execution: Execution, event: StoredEvent) => void;
}
