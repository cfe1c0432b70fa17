import { dmEventOf, type NotifiedKey, type Occurrence, type RequestEvent } from '../../domain/notified.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import {
  card,
  dm,
  type MessageData,
  messageDataOf,
  notAsked,
  securityPage,
  threadReply,
} from '../messages/index.ts';
import type { NotifyDeps } from './deps.ts';
import { closeDm, redrawCard } from './redraw.ts';

export type Notification = {
  event: RequestEvent;
  /** Each occurrence is said once. */
  occurrence: Occurrence;
  /** Where it is said; `card` redraws the card, which always shows the present. */
  to: ('requester' | 'card' | 'thread')[];
};

/**
 * Says what happened, each thing once: a direct message to the requester, the card as it is now, one line in its
 * thread. Each place is tried even when another failed. Throws the first failure (`SlackError` or the ledger's) at the
 * end, so that a retry says only what is missing.
 */
export const notify = async (
  deps: NotifyDeps,
  record: RequestRecord,
  { event, occurrence, to }: Notification,
): Promise<void> => {
  const data = await dataNow(deps, record);
  const failures: unknown[] = [];
  const attempt = (said: Promise<void>) => said.catch((error: unknown) => void failures.push(error));
  if (to.includes('requester')) await attempt(notifyRequester(deps, data, event, occurrence));
  if (to.includes('card')) await attempt(redrawCard(deps.slack, data));
  if (to.includes('thread')) await attempt(notifyThread(deps, data, event, occurrence));
  if (failures.length > 0) throw failures[0];
};

const dataNow = async (deps: NotifyDeps, record: RequestRecord): Promise<MessageData> =>
  messageDataOf({ record, catalog: await deps.catalog.load(), kinds: deps.kinds, now: deps.now() });

const notifyRequester = async (
  deps: NotifyDeps,
  data: MessageData,
  event: RequestEvent,
  occurrence: Occurrence,
) => {
  const { record } = data;
  const key = `dm.${occurrence}` as const;
  if (record.notified[key] !== undefined) return;
  const address = await deps.slack.post(record.requester.userId, dm(data, event));
  await deps.requests.notified(record.requestId, key, address);
  await closeEarlier(deps, data, key);
};

/** Messages that are history lose their buttons. A failure here costs nothing: every click is checked again. */
const closeEarlier = async (deps: NotifyDeps, data: MessageData, latest: NotifiedKey) => {
  const { requestId, notified } = data.record;
  for (const [key, address] of Object.entries(notified)) {
    const event = dmEventOf(key);
    const closed = `closed.${key}` as NotifiedKey;
    if (event === undefined || address === undefined || key === latest) continue;
    if (notified[closed] !== undefined) continue;
    try {
      await closeDm(deps.slack, data, event, address);
      await deps.requests.notified(requestId, closed, address);
    } catch (error) {
      deps.log.warn('An earlier message keeps its buttons.', { requestId, error: String(error) });
    }
  }
};

const notifyThread = async (
  deps: NotifyDeps,
  data: MessageData,
  event: RequestEvent,
  occurrence: Occurrence,
) => {
  const { record } = data;
  const key = `thread.${occurrence}` as const;
  const parent = record.notified.card;
  if (parent === undefined || record.notified[key] !== undefined) return;
  const address = await deps.slack.post(parent.channel, threadReply(data, event), parent.ts);
  await deps.requests.notified(record.requestId, key, address);
};

/** Posts the card once, or redraws it. Answers where it is. Throws `SlackError`. */
export const showCard = async (deps: NotifyDeps, record: RequestRecord): Promise<MessageAddress> => {
  const data = await dataNow(deps, record);
  const known = record.notified.card;
  if (known !== undefined) {
    await redrawCard(deps.slack, data);
    return known;
  }
  const address = await deps.slack.post(record.channel, card(data));
  await deps.requests.notified(record.requestId, 'card', address);
  return address;
};

/** Notifies the requester, once, that nobody sees their request: the card could not be posted. Throws `SlackError`. */
export const notifyNotAsked = async (deps: NotifyDeps, record: RequestRecord): Promise<void> => {
  const { requestId, notified } = record;
  if (notified.card !== undefined || notified['not-asked'] !== undefined) return;
  const address = await deps.slack.post(record.requester.userId, notAsked(await dataNow(deps, record)));
  await deps.requests.notified(requestId, 'not-asked', address);
};

/** Posts in the security channel, from the second time on in the thread of the first. Throws `SlackError`. */
export const notifySecurity = async (deps: NotifyDeps, record: RequestRecord): Promise<void> => {
  const catalog = await deps.catalog.load();
  const channel = catalog?.settings.securityChannel ?? record.channel;
  const first = record.notified.security;
  const page = securityPage(await dataNow(deps, record));
  const address = await deps.slack.post(first?.channel ?? channel, page, first?.ts);
  if (first === undefined) await deps.requests.notified(record.requestId, 'security', address);
};
