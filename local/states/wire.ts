import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from './engine.ts';
import { StatesApiError } from './errors.ts';
import { type Action, actions } from './wire-actions.ts';
import { toWire } from './wire-values.ts';

const target = /^AWSStepFunctions\.(\w+)$/;
const maxBody = 2 * 1_048_576;

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBody) throw new StatesApiError('SerializationException', 'The request is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  } catch {
    throw new StatesApiError('SerializationException', 'The request is not valid JSON');
  }
};

const find = (request: IncomingMessage): Action => {
  const name = target.exec(String(request.headers['x-amz-target'] ?? ''))?.[1];
  const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    throw new StatesApiError('UnknownOperationException', `The operation ${name ?? ''} is not supported`);
  }
  return action;
};

const answer = (response: ServerResponse, status: number, body: unknown, errorType?: string) => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...(errorType !== undefined && { 'x-amzn-errortype': errorType }),
  });
  response.end(text);
};

/**
 * An HTTP handler that speaks Step Functions' AWS JSON 1.0: `createServer(createWireHandler(engine))`, and
 * `@aws-sdk/client-sfn` works against it by `endpoint`. Signatures are not checked.
 */
export const createWireHandler =
  (engine: Engine) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const action = find(request);
      const result = action(engine, await readBody(request));
      answer(response, 200, toWire(result ?? {}));
    } catch (error) {
      const known = error instanceof StatesApiError;
      const type = known ? error.name : 'InternalFailure';
      const message = error instanceof Error ? error.message : String(error);
      answer(response, known ? 400 : 500, { __type: type, message }, type);
    }
  };
