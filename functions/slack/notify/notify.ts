import { dmEventOf, type NotifiedKey, type Occurrence, type RequestEvent } from '../../domain/notified.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import {
  card,
  dm,
  dmInThread,
  type MessageData,
  messageDataOf,
  notAsked,
  securityPage,
  threadReply,
} from '../messages/index.ts';
import type { NotifyDeps } from './deps.ts';
import { isGone, isOutOfReach } from './reach.ts';
import { cardsOf, closeDm, redrawCards } from './redraw.ts';
import { postToSecurity } from './security.ts';

export type Notification = {
  event: RequestEvent;
  /** Each occurrence is said once. */
  occurrence: Occurrence;
  /** Where it is said; `card` redraws the card, which always shows the present. */
  to: ('requester' | 'card' | 'thread')[];
};

/**
 * Says what happened, each thing once: a direct message to the requester, the card as it is now, one line in its
 * thread. Each place is tried even when another failed, and each has a fallback. Throws the first failure (`SlackError` or
 * the ledger's) at the end, so that a retry says only what is missing.
 */
export const notify = async (
  deps: NotifyDeps,
  record: RequestRecord,
  { event, occurrence, to }: Notification,
): Promise<void> => {
  let data = await dataNow(deps, record);
  const failures: unknown[] = [];
  const attempt = (said: Promise<void>) => said.catch((error: unknown) => void failures.push(error));
  if (to.includes('card')) {
    await attempt(
      keepCard(deps, data).then(kept => {
        data = kept;
      }),
    );
  }
  if (to.includes('requester')) await attempt(notifyRequester(deps, data, event, occurrence));
  if (to.includes('thread')) await attempt(notifyThread(deps, data, event, occurrence));
  if (failures.length > 0) throw failures[0];
};

const dataNow = async (deps: NotifyDeps, record: RequestRecord): Promise<MessageData> =>
  messageDataOf({ record, catalog: await deps.catalog.load(), kinds: deps.kinds, now: deps.now() });

/** Earlier messages lose their buttons also where the new one cannot be said: what they offer is over. */
const notifyRequester = async (
  deps: NotifyDeps,
  data: MessageData,
  event: RequestEvent,
  occurrence: Occurrence,
) => {
  const { requestId, notified } = data.record;
  const key = `dm.${occurrence}` as const;
  if (notified[key] !== undefined) return;
  try {
    await deps.requests.notified(requestId, key, await toRequester(deps, data, event));
  } finally {
    await closeEarlier(deps, data, key);
  }
};

/** By direct message, or where Slack takes none from us in the thread of the card, with a mention. */
const toRequester = async (
  { slack }: NotifyDeps,
  data: MessageData,
  event: RequestEvent,
): Promise<MessageAddress> => {
  const { requester, notified } = data.record;
  try {
    return await slack.post(requester.userId, dm(data, event));
  } catch (error) {
    if (!isOutOfReach(error) || notified.card === undefined) throw error;
    return slack.post(notified.card.channel, dmInThread(data, event), notified.card.ts);
  }
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
      await closeDm(deps.slack, data, event, address).catch(ignoreGone);
      await deps.requests.notified(requestId, closed, address);
    } catch (error) {
      deps.log.warn('An earlier message keeps its buttons.', { requestId, error: String(error) });
    }
  }
};

/** A message that is gone has no buttons. */
const ignoreGone = (error: unknown): void => {
  if (!isGone(error)) throw error;
};

const notifyThread = async (
  deps: NotifyDeps,
  data: MessageData,
  event: RequestEvent,
  occurrence: Occurrence,
) => {
  const { record } = data;
  const key = `thread.${occurrence}` as const;
  if (record.notified[key] !== undefined) return;
  const threads =
    record.notified.card === undefined ? cardsOf(record).map(([, at]) => at) : [record.notified.card];
  const reply = threadReply(data, event);
  for (const parent of threads) {
    const address = await deps.slack.post(parent.channel, reply, parent.ts);
    await deps.requests.notified(record.requestId, key, address);
  }
};

/** Redraws the cards; the one in the channel is posted anew where it is gone. Answers the request with its cards. */
const keepCard = async (deps: NotifyDeps, data: MessageData): Promise<MessageData> => {
  try {
    await redrawCards(deps.slack, data);
    return data;
  } catch (error) {
    if (!isGone(error) || data.record.notified.card === undefined) throw error;
    return postCard(deps, data);
  }
};

const postCard = async (deps: NotifyDeps, data: MessageData): Promise<MessageData> => {
  const { record } = data;
  const address = await deps.slack.post(record.channel, card(data));
  return withCard(deps, data, 'card', address);
};

const withCard = async (
  deps: NotifyDeps,
  data: MessageData,
  key: NotifiedKey,
  address: MessageAddress,
): Promise<MessageData> => {
  const { record } = data;
  await deps.requests.notified(record.requestId, key, address);
  return { ...data, record: { ...record, notified: { ...record.notified, [key]: address } } };
};

/**
 * Shows the card where people decide: posts it once, redraws it, posts it anew where it is gone. While the channel is out
 * of reach, each of those who decide is sent one. Answers the request with its cards. Throws `SlackError` when nobody sees
 * any.
 */
export const showCard = async (deps: NotifyDeps, record: RequestRecord): Promise<RequestRecord> => {
  const data = await dataNow(deps, record);
  if (record.notified.card !== undefined) return (await keepCard(deps, data)).record;
  try {
    return (await postCard(deps, data)).record;
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    const sent = await sendCards(deps, data);
    if (cardsOf(sent.record).length === 0) throw error;
    return sent.record;
  }
};

/** More than these are not written to one by one. */
const mostCards = 10;

const sendCards = async (deps: NotifyDeps, data: MessageData): Promise<MessageData> => {
  await redrawCards(deps.slack, data).catch(ignoreGone);
  let sent = data;
  for (const { slack } of data.view.approvers.slice(0, mostCards)) {
    const [userId = ''] = slack.users;
    const key = `card.${userId}` as const;
    if (userId === '' || data.record.notified[key] !== undefined) continue;
    try {
      sent = await withCard(deps, sent, key, await deps.slack.post(userId, card(data)));
    } catch (error) {
      deps.log.warn('Somebody who decides could not be sent the card.', { userId, error: String(error) });
    }
  }
  return sent;
};

/** Notifies the requester, once, that nobody sees their request: the card could not be posted. Throws `SlackError`. */
export const notifyNotAsked = async (deps: NotifyDeps, record: RequestRecord): Promise<void> => {
  const { requestId, notified } = record;
  if (cardsOf(record).length > 0 || notified['not-asked'] !== undefined) return;
  const address = await deps.slack.post(record.requester.userId, notAsked(await dataNow(deps, record)));
  await deps.requests.notified(requestId, 'not-asked', address);
};

/** Pages security, from the second time on in the thread of the first. Throws `SlackError`. */
export const notifySecurity = async (deps: NotifyDeps, record: RequestRecord): Promise<void> => {
  const first = record.notified.security;
  const page = securityPage(await dataNow(deps, record));
  const address = await postToSecurity(deps, page, { channel: record.channel, first });
  if (first === undefined) await deps.requests.notified(record.requestId, 'security', address);
};
