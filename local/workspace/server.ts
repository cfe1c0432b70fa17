import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { act, carryOut } from './acts.ts';
import { isForeign, safeHeaders } from './guard.ts';
import type { Page } from './page.ts';
import type { Session } from './session.ts';
import { openStream } from './stream.ts';

export type ServerOptions = {
  session: Session;
  page: Page;
  /** 0 takes a free one. */
  port: number;
  /** Hears of errors that are bugs of the server. */
  onFailure?: (error: unknown) => void;
};

export type Workspace = { origin: string; port: number; close(): Promise<void> };

const longestBody = 100_000;

const answerJson = (response: ServerResponse, status: number, content: unknown): void => {
  response.writeHead(status, { ...safeHeaders, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(content));
};

/** The body as JSON, or undefined if it is none or too long. */
const readJson = async (request: IncomingMessage): Promise<unknown> => {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > longestBody) return undefined;
  }
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const post = async (options: ServerOptions, request: IncomingMessage, response: ServerResponse) => {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return answerJson(response, 415, { ok: false, error: 'Send JSON.' });
  const wanted = act.safeParse(await readJson(request));
  if (!wanted.success)
    return answerJson(response, 400, { ok: false, error: 'There is nothing like that to do.' });
  const done = await carryOut(options.session, wanted.data);
  return answerJson(response, done.ok ? 200 : 409, done);
};

const route = async (options: ServerOptions, request: IncomingMessage, response: ServerResponse) => {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const asked = `${request.method} ${pathname}`;
  if (asked === 'POST /api/do') return post(options, request, response);
  if (asked === 'GET /api/view') return answerJson(response, 200, await options.session.view());
  if (asked === 'GET /api/views') return openStream(options.session, request, response);
  const file = request.method === 'GET' ? options.page.get(pathname) : undefined;
  if (file === undefined) return answerJson(response, 404, { ok: false, error: 'There is nothing here.' });
  response.writeHead(200, { ...safeHeaders, 'content-type': file.type });
  response.end(file.body);
};

const closing = (server: Server) => (): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Serves the page to this machine alone. Rejects with Node's error when the port is not available. */
export const serveWorkspace = async (options: ServerOptions): Promise<Workspace> => {
  const server = createServer((request, response) => {
    const { host, origin } = request.headers;
    if (isForeign({ host, origin }, portOf(server)))
      return answerJson(response, 403, { ok: false, error: 'Only the page itself may call.' });
    route(options, request, response).catch((error: unknown) => {
      options.onFailure?.(error);
      if (response.headersSent) response.end();
      else answerJson(response, 500, { ok: false, error: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const port = portOf(server);
  return { origin: `http://127.0.0.1:${port}`, port, close: closing(server) };
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
