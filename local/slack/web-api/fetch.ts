import type { Workspace } from '../state/workspace.ts';
import { type ApiAnswer, callApi } from './call.ts';
import type { FaultSource } from './faults.ts';
import { postResponse } from './response-url.ts';

export interface WireRequest {
  path: string;
  headers: Headers;
  body: string;
}

/** A client sees it as a broken connection. */
export class WorkspaceDown extends Error {
  constructor() {
    super('fetch failed: the workspace is down');
    this.name = 'WorkspaceDown';
  }
}

/** Routes what arrives for `slack.com` and `hooks.slack.com`. Throws `WorkspaceDown`. */
export type Wire = (request: WireRequest) => ApiAnswer;

export const createWire =
  (workspace: Workspace, faults: FaultSource, counted: (method: string) => void): Wire =>
  ({ path, headers, body }) => {
    if (faults.isDown()) throw new WorkspaceDown();
    if (path.startsWith('/actions/')) {
      counted('response_url');
      const { status, body: content } = postResponse(workspace, path, body);
      return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) };
    }
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    if (method === undefined) return { status: 404, headers: {}, body: 'not found' };
    counted(method);
    return callApi(workspace, faults, {
      method,
      authorization: headers.get('authorization') ?? '',
      contentType: headers.get('content-type') ?? '',
      body,
    });
  };

/** The part of `fetch` that Slack's clients use. */
export type SlackFetch = (
  url: string | URL,
  init?: { method?: string; headers?: Record<string, string>; body?: unknown },
) => Promise<Response>;

/** A `fetch` for `WebClient`'s and Bolt's `clientOptions.fetch`: no port, no host, no network. */
export const createFetch =
  (wire: Wire): SlackFetch =>
  async (url, init = {}) => {
    const { pathname } = new URL(url);
    const body = typeof init.body === 'string' ? init.body : String(init.body ?? '');
    await Promise.resolve();
    const answer = wire({ path: pathname, headers: new Headers(init.headers), body });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
