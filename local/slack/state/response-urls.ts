/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: 5 posts within 30 minutes. */
const uses = 5;
const lifeMs = 30 * 60_000;

export interface ResponseTarget {
  user: string;
  channel: string;
  /** The message the interaction came from, for `replace_original` and `delete_original`. */
  messageTs?: string;
  threadTs?: string;
}

export type ResponseUse =
  | { ok: true; target: ResponseTarget }
  | { ok: false; error: 'invalid_url' | 'used_url' | 'expired_url' };

export interface ResponseUrls {
  issue: (target: ResponseTarget) => string;
  /** `path` of the URL, e.g. `/actions/T1/…`. */
  use: (path: string) => ResponseUse;
  /** Where URLs point. No real host by default, so that a client without our `fetch` fails instead of leaking. */
  moveTo: (origin: string) => void;
}

export const createResponseUrls = (teamId: string, now: () => number, opaque: () => string): ResponseUrls => {
  const issued = new Map<string, { target: ResponseTarget; at: number; left: number }>();
  let origin = 'https://hooks.slack.invalid';
  return {
    issue: target => {
      const path = `/actions/${teamId}/${issued.size + 1}/${opaque()}`;
      issued.set(path, { target, at: now(), left: uses });
      return `${origin}${path}`;
    },
    use: path => {
      const url = issued.get(path);
      if (url === undefined) return { ok: false, error: 'invalid_url' };
      if (now() - url.at > lifeMs) return { ok: false, error: 'expired_url' };
      if (url.left === 0) return { ok: false, error: 'used_url' };
      url.left -= 1;
      return { ok: true, target: url.target };
    },
    moveTo: to => {
      origin = to;
    },
  };
};
