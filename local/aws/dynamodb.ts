import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { dynamoDbAttempts } from '../../functions/aws/connect.ts';
import {
  type Answer,
  lowerCased,
  requestHandler,
  respondWithServer,
  type SentRequest,
  textOf,
} from '../in-process.ts';
import { type Call, direct } from './direct.ts';
import { createDynamoDbFaults, type DynamoDbFaults } from './dynamodb-faults.ts';
import { createStaleReads } from './dynamodb-stale.ts';
import { atOnce } from './retry-at-once.ts';
import { keyNamesOf } from './tables.ts';

/** DynamoDB in this process. `dynalite` does the work; nothing listens on a port unless `server.listen` is called. */
export interface LocalDynamoDb {
  /** An SDK client whose requests go straight to the emulator, with as many attempts as deployed. */
  client: DynamoDBClient;
  /** One call of the JSON protocol, as Step Functions' SDK integration makes it. Throws errors named as AWS names them. */
  call: Call;
  /** For whoever needs it over HTTP. */
  server: ReturnType<typeof dynalite>;
  /** Calls by operation since the start, for benchmarks and budgets. */
  counts: Record<string, number>;
  faults: DynamoDbFaults;
}

/** `wire: false` spares the SDK client the way over HTTP and back, most of what a call costs. */
export const createDynamoDb = ({ wire = true } = {}): LocalDynamoDb => {
  // The SDK's advice on future Node versions is for people who deploy, not for people who try Curfew out.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const respond = respondWithServer(server);
  const counts: Record<string, number> = {};
  const { faults, points } = createDynamoDbFaults();
  const stale = createStaleReads(keyNamesOf);

  const send = async (request: SentRequest): Promise<Answer> => {
    const headers = lowerCased(request.headers);
    const action = (headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const body = textOf(request.body);
    counts[action] = (counts[action] ?? 0) + 1;
    const struck = points.take(headers[invocationId] ?? '', action, body);
    const answer =
      struck?.effect === false
        ? failed(struck.name)
        : aged(action, body, await respond({ ...request, headers, body }));
    if (struck === undefined) return answer;
    await struck.then?.();
    return failed(struck.name);
  };

  /** Who does not ask for the latest does not get it. */
  const aged = (action: string, body: string, answer: Answer): Answer => {
    const reads =
      (action === 'GetItem' || action === 'BatchGetItem') && !body.includes('"ConsistentRead":true');
    const writes = action === 'PutItem' || action === 'UpdateItem';
    if (answer.statusCode !== 200 || !(reads || writes)) return answer;
    const output = stale.answer(action, JSON.parse(body) as object, JSON.parse(answer.body) as object);
    const { 'x-amz-crc32': _, ...headers } = answer.headers;
    return reads ? { ...answer, headers, body: JSON.stringify(output) } : answer;
  };

  const client = new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: 'http://127.0.0.1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // Nobody checks signatures inside this process, and they are a good part of a call's cost.
    signer: {
      sign: async request => Promise.resolve({ ...request, headers: { ...request.headers, ...unsigned } }),
    },
    maxAttempts: dynamoDbAttempts,
    retryStrategy: atOnce(dynamoDbAttempts),
    requestHandler: requestHandler(send),
  });

  const call: Call = async (action, input, id = randomUUID()) => {
    const answer = await send({
      method: 'POST',
      path: '/',
      headers: {
        'x-amz-target': `DynamoDB_20120810.${action.charAt(0).toUpperCase()}${action.slice(1)}`,
        'content-type': 'application/x-amz-json-1.0',
        [invocationId]: id,
        ...unsigned,
      },
      body: JSON.stringify(input),
    });
    const content = JSON.parse(answer.body) as { __type?: string; message?: string };
    if (answer.statusCode === 200) return content;
    const error = new Error(content.message ?? 'DynamoDB refused the call.');
    error.name = content.__type?.split('#')[1] ?? 'InternalServerError';
    throw error;
  };

  return {
    client: wire ? client : direct(client, call),
    server,
    counts,
    call,
    faults,
  };
};

/** Says which attempts belong to one call. Source: the SDK's retry middleware. */
const invocationId = 'amz-sdk-invocation-id';

/** What dynalite wants to see of a signature. */
const unsigned = {
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
};

const failed = (name: string): Answer => ({
  statusCode: name === 'InternalServerError' ? 500 : 400,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'LOCALFAULT' },
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'Injected.' }),
});
