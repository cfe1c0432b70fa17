import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Wire, WorkspaceDown } from './fetch.ts';

export interface SlackServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** For `slackApiUrl`. */
  apiUrl: string;
  close: () => Promise<void>;
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

const headersOf = (request: IncomingMessage): Headers =>
  new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value ?? '')]),
  );

const answer = async (wire: Wire, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await read(request);
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const answered = wire({ path: pathname, headers: headersOf(request), body });
    response.writeHead(answered.status, answered.headers).end(answered.body);
  } catch (error) {
    if (error instanceof WorkspaceDown) request.socket.destroy();
    else response.writeHead(500).end(String(error));
  }
};

/** The Web API on a local port, for clients in another process. */
export const serve = async (wire: Wire, port = 0): Promise<SlackServer> => {
  const server = createServer((request, response) => {
    void answer(wire, request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const origin = `http://127.0.0.1:${bound}`;
  return {
    origin,
    apiUrl: `${origin}/api/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
