import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What an SDK client hands to its request handler. Source: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/ */
export type SentRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
};
export type Answer = { statusCode: number; headers: Record<string, string>; body: string };
export type Respond = (request: SentRequest) => Promise<Answer>;

/** Carries requests to a node:http listener in this process, without a port. */
export const respondWith =
  (listener: (request: IncomingMessage, response: ServerResponse) => unknown): Respond =>
  request =>
    new Promise((resolve, reject) => {
      const body = textOf(request.body);
      const incoming = Object.assign(Readable.from(body === '' ? [] : [Buffer.from(body)]), {
        method: request.method,
        url: request.path,
        headers: lowerCased(request.headers),
      });
      // Listeners use this much of the two objects; the wire itself is tested over HTTP.
      const handled: unknown = listener(
        incoming as unknown as IncomingMessage,
        outgoing(resolve) as unknown as ServerResponse,
      );
      Promise.resolve(handled).catch(reject);
    });

/**
 * The same for a server that does not listen and only waits for the events `data` and `end`: a stream would cost more
 * than all else on the way.
 */
export const respondWithServer =
  (server: Server): Respond =>
  request =>
    new Promise(resolve => {
      const { method, path: url } = request;
      const incoming = Object.assign(new EventEmitter(), {
        method,
        url,
        headers: lowerCased(request.headers),
      });
      server.emit('request', incoming, outgoing(resolve));
      incoming.emit('data', Buffer.from(textOf(request.body)));
      incoming.emit('end');
    });

/** An SDK client's `requestHandler`. */
export const requestHandler = (respond: Respond) => ({
  async handle(request: SentRequest) {
    const answer = await respond(request);
    return { response: { ...answer, body: Readable.from([Buffer.from(answer.body)]) } };
  },
});

export const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** SDK bodies are byte arrays of a class that warns when it is treated as text. */
export const textOf = (body: unknown): string => {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
};

/** The part of a server response that such listeners write to. */
const outgoing = (done: (answer: Answer) => void) => {
  const headers: Record<string, string> = {};
  return {
    statusCode: 200,
    setHeader(name: string, value: string | number) {
      headers[name.toLowerCase()] = String(value);
    },
    writeHead(status: number, more: Record<string, string | number> = {}) {
      this.statusCode = status;
      for (const [name, value] of Object.entries(more)) this.setHeader(name, value);
    },
    end(body?: string) {
      done({ statusCode: this.statusCode, headers, body: body ?? '' });
    },
  };
};
