import type { IncomingMessage, ServerResponse } from 'node:http';
import { safeHeaders } from './guard.ts';
import type { Session } from './session.ts';

/** Changes within this many ms make one view. */
const gatherMs = 25;

/**
 * Sends the view whenever it changes, as server-sent events.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const openStream = async (
  session: Session,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  response.writeHead(200, { ...safeHeaders, 'content-type': 'text/event-stream; charset=utf-8' });
  let gathering: NodeJS.Timeout | undefined;
  let sending = false;

  const send = async (): Promise<void> => {
    gathering = undefined;
    if (sending) return later();
    sending = true;
    try {
      const view = await session.view();
      if (!response.writableEnded) response.write(`data: ${JSON.stringify(view)}\n\n`);
    } finally {
      sending = false;
    }
  };
  const later = (): void => {
    // After a failure, the next change sends a new view.
    gathering ??= setTimeout(() => void send().catch(() => undefined), gatherMs);
  };

  const stop = session.onChange(later);
  request.once('close', () => {
    stop();
    clearTimeout(gathering);
    response.end();
  });
  await send();
};
