import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Execution, StoredEvent } from './execution.ts';
import { createExecutions, type Executions } from './executions.ts';
import { createFaults, type Faults } from './faults.ts';
import { createMachines, type Machines } from './machines.ts';
import type { CallDynamoDb, Host, Invoke } from './run/host.ts';
import { createTurns } from './run/turns.ts';
import { answerTokens, type TokenAnswers } from './token-api.ts';
import { createTokens } from './tokens.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly dynamodb: CallDynamoDb;
  /** Default `111111111111`. */
  readonly accountId?: string;
  /** Default `eu-central-1`. */
  readonly region?: string;
  /** What errors of DynamoDB begin with. Default `DynamoDb`. */
  readonly dynamodbErrorPrefix?: string;
  /** For jitter and `$random`: a number in [0, 1). */
  readonly random?: () => number;
  /** For tokens, request ids and `$uuid`: a new UUID. */
  readonly newId?: () => string;
  readonly onEvent?: (execution: Execution, event: StoredEvent) => void;
  /** RUNNING, then once more at the end: what EventBridge would be told. */
  readonly onStatusChange?: (execution: Execution) => void;
}

/** The API in the process. Methods throw `StatesApiError` with the service's error names. */
export interface Engine extends Machines, Executions, TokenAnswers {
  readonly faults: Pick<Faults, 'failEvaluation' | 'unstruck'>;
}

const nothing = () => undefined;

export const createEngine = (options: EngineOptions): Engine => {
  const { accountId = '111111111111', region = 'eu-central-1', newId = randomUUID } = options;
  const faults = createFaults();
  const place = { region, accountId };
  const machines = createMachines(place, options.clock.now, newId);
  const running = new Map<string, Execution>();
  const tokens = createTokens(newId, arn => running.get(arn));
  const host: Host = {
    clock: options.clock,
    region,
    dynamodbErrorPrefix: options.dynamodbErrorPrefix ?? 'DynamoDb',
    random: options.random ?? Math.random,
    newId,
    turn: createTurns(),
    invoke: options.invoke,
    callDynamoDb: options.dynamodb,
    tokens,
    faults,
    onEvent: options.onEvent ?? nothing,
  };
  const executions = createExecutions({
    place,
    host,
    machines,
    all: running,
    onStatusChange: options.onStatusChange ?? nothing,
  });
  return { ...machines, ...executions, ...answerTokens(tokens), faults };
};
