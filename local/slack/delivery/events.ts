// https://docs.slack.dev/apis/events-api: three more tries, at once, after a minute, after five.
import type { Fields } from '../json.ts';
import type { Workspace } from '../state/workspace.ts';
import { eventPayload } from './event-payloads.ts';
import type { Delivery, Sender } from './send.ts';

const retryDelaysMs = [0, 60_000, 300_000] as const;

const later = (run: () => void, ms: number): void => {
  setTimeout(run, ms).unref();
};

const reasonOf = (failed: Delivery): string =>
  !failed.ok && failed.error === 'operation_timeout' ? 'http_timeout' : 'http_error';

const refusesRetries = (failed: Delivery, sender: Sender, at: number): boolean =>
  !failed.ok && sender.log[at]?.response?.headers?.['x-slack-no-retry'] === '1';

/** Sends an event, and retries as Slack does. Resolves with the outcome of the first attempt. */
export const createEvents = (workspace: Workspace, sender: Sender) => {
  const schedule = workspace.options.schedule ?? later;

  const attempt = async (body: string, num: number, reason?: string): Promise<Delivery> => {
    const at = sender.log.length;
    const headers =
      reason === undefined ? {} : { 'x-slack-retry-num': String(num), 'x-slack-retry-reason': reason };
    const outcome = await sender.send('event_callback', body, headers);
    const delay = retryDelaysMs[num];
    if (!outcome.ok && delay !== undefined && !refusesRetries(outcome, sender, at)) {
      schedule(() => void sender.track(attempt(body, num + 1, reasonOf(outcome))), delay);
    }
    return outcome;
  };

  return (event: Fields): Promise<Delivery> =>
    sender.track(attempt(JSON.stringify(eventPayload(workspace, event)), 0));
};

export type SendEvent = ReturnType<typeof createEvents>;
