import type { Resource } from '../definition.ts';
import { isServiceError, StateFailure } from '../errors.ts';
import { fromText, type Json, type JsonObject, toText } from '../json.ts';
import type { DynamoDbAction, InvokeInfo } from './host.ts';
import { FlowStopped } from './scope.ts';
import type { Visit } from './visit.ts';

/** DynamoDB's error names → those of Step Functions' SDK client. Any other error is its general exception. */
const dynamodbErrors = new Map([
  ...[
    'ConditionalCheckFailedException',
    'ResourceNotFoundException',
    'ProvisionedThroughputExceededException',
    'ItemCollectionSizeLimitExceededException',
    'TransactionConflictException',
    'ReplicatedWriteConflictException',
    'ThrottlingException',
  ].map(name => [name, name] as const),
  ['RequestLimitExceeded', 'RequestLimitExceededException'],
  ['InternalServerError', 'InternalServerErrorException'],
]);

const traceLines = 10;

/** As a Node.js function reports it: `{errorType, errorMessage, trace}`. */
const functionFailure = (error: unknown): StateFailure => {
  if (isServiceError(error)) return new StateFailure({ error: error.name, cause: error.message });
  const errorType = error instanceof Error ? error.name : typeof error;
  const errorMessage = error instanceof Error ? error.message : String(error);
  const trace = error instanceof Error ? (error.stack ?? '').split('\n').slice(0, traceLines) : [];
  return new StateFailure({ error: errorType, cause: JSON.stringify({ errorType, errorMessage, trace }) });
};

const dynamodbName = (error: unknown, prefix: string): string => {
  const name = error instanceof Error ? error.name : '';
  const general = name.endsWith('Exception') ? `${prefix}Exception` : 'SdkClientException';
  return `${prefix}.${dynamodbErrors.get(name) ?? general}`;
};

const dynamodbFailure = (error: unknown, prefix: string, requestId: string): StateFailure => {
  const message = error instanceof Error ? error.message : String(error);
  return new StateFailure({
    error: dynamodbName(error, prefix),
    cause: `${message} (Service: ${prefix}, Status Code: 400, Request ID: ${requestId})`,
  });
};

/** What `lambda:invoke` answers with around the function's own result. */
const invokeResult = (returned: unknown, requestId: string, now: number): Json => {
  const text = toText(returned);
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(text)),
    'Content-Type': 'application/json',
    Date: new Date(now).toUTCString(),
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': requestId,
    'X-Amzn-Trace-Id': `Root=1-${requestId}`,
  };
  return {
    ExecutedVersion: '$LATEST',
    Payload: fromText(text),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  };
};

const withoutMetadata = (response: object): Json => {
  const { $metadata: _, ...rest } = response as Record<string, unknown>;
  return fromText(toText(rest));
};

/** Calls what the resource names. Rejects with the `StateFailure` the task fails with. */
export const callService = async (visit: Visit, resource: Resource, args: JsonObject): Promise<Json> => {
  const { host, execution } = visit.branch;
  const requestId = host.newId();
  // A copy of its own: the function may change what it was given.
  const given = fromText(toText(args)) as JsonObject;
  const about = {
    executionArn: execution.arn,
    executionName: execution.name,
    stateName: visit.name,
    requestId,
  };
  const working = `${visit.name} of ${execution.name}`;
  const run = <T>(call: (info: InvokeInfo) => Promise<T>) =>
    host.clock.work(async sleep => {
      if (visit.branch.scope.stopped) throw new FlowStopped();
      return call({ ...about, sleep });
    }, working);
  if (resource.service === 'lambda') {
    try {
      const name = String(given.FunctionName);
      const payload = given.Payload === undefined ? {} : given.Payload;
      const returned = await run(info => host.invoke(name, payload, info));
      return invokeResult(returned, requestId, host.clock.now());
    } catch (error) {
      throw functionFailure(error);
    }
  }
  try {
    // The loader lets only these actions through.
    return withoutMetadata(
      await run(info => host.callDynamoDb(resource.action as DynamoDbAction, given, info)),
    );
  } catch (error) {
    throw dynamodbFailure(error, host.dynamodbErrorPrefix, requestId);
  }
};
