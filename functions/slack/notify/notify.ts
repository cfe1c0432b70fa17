import type { Catalog } from '../../domain/catalog.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import type { StepDeps } from '../../steps/port.ts';
import { card } from '../messages/card.ts';
import { dm, dmClosed } from '../messages/dm.ts';
import type { MessageData, RequestEvent } from '../messages/port.ts';
import { threadReply } from '../messages/thread.ts';
import { type KindRegistry, viewDataOf } from '../messages/view-data.ts';

export type NotifyDeps = Pick<StepDeps, 'now' | 'requests' | 'catalog' | 'slack' | 'log'> & {
  kinds: KindRegistry;
};

export type Notification = {
  event: RequestEvent;
  /** Tells one occurrence from another (`expiring@2026-…`): each is said once. */
  occurrence: string;
  /** Where it is said; `card` redraws the card, which always shows the present. */
  to: ('requester' | 'card' | 'thread')[];
};

/**
 * Says what happened, each thing once: a direct message to the requester, the card as it stands now, one line in its
 * thread. Each place is tried even when another failed; the first failure is thrown at the end, so that a retry says
 * only what is missing.
 */
export const notify = async (
  deps: NotifyDeps,
  record: RequestRecord,
  speech: Notification,
): Promise<void> => {
  const catalog = await deps.catalog.load();
  const data = messageDataOf(deps, record, catalog);
  const failures: unknown[] = [];
  const attempt = (said: Promise<void>) => said.catch((error: unknown) => void failures.push(error));
  if (speech.to.includes('requester')) await attempt(notifyRequester(deps, data, speech));
  if (speech.to.includes('card')) await attempt(redrawCard(deps, data));
  if (speech.to.includes('thread')) await attempt(notifyThread(deps, data, speech));
  if (failures.length > 0) throw failures[0];
};

export const messageDataOf = (
  deps: Pick<NotifyDeps, 'kinds' | 'now'>,
  record: RequestRecord,
  catalog: Catalog | undefined,
): MessageData => ({ record, view: viewDataOf(record, catalog, deps.kinds, deps.now()) });

const notifyRequester = async (deps: NotifyDeps, data: MessageData, { event, occurrence }: Notification) => {
  const { record } = data;
  const key = `dm.${occurrence}`;
  if (record.notified[key] !== undefined) return;
  const address = await deps.slack.post(record.requester.userId, dm(data, event));
  await deps.requests.notified(record.requestId, key, address);
  await closeEarlier(deps, data, key);
};

/** Messages that are history lose their buttons. A failure here costs nothing: every click is checked again. */
const closeEarlier = async (deps: NotifyDeps, data: MessageData, latest: string) => {
  const { record } = data;
  const earlier = Object.entries(record.notified).filter(
    ([key]) => key.startsWith('dm.') && key !== latest && record.notified[`closed.${key}`] === undefined,
  );
  for (const [key, address] of earlier) {
    const event = key.slice('dm.'.length).split('@')[0] as RequestEvent;
    try {
      await deps.slack.update(address, dmClosed(data, event));
      await deps.requests.notified(record.requestId, `closed.${key}`, address);
    } catch (error) {
      deps.log.warn('An earlier message keeps its buttons.', {
        requestId: record.requestId,
        error: String(error),
      });
    }
  }
};

const redrawCard = async (deps: NotifyDeps, data: MessageData) => {
  const address = data.record.notified.card;
  if (address !== undefined) await deps.slack.update(address, card(data));
};

const notifyThread = async (deps: NotifyDeps, data: MessageData, { event, occurrence }: Notification) => {
  const { record } = data;
  const key = `thread.${occurrence}`;
  const parent = record.notified.card;
  if (parent === undefined || record.notified[key] !== undefined) return;
  const address = await deps.slack.post(parent.channel, threadReply(data, event), parent.ts);
  await deps.requests.notified(record.requestId, key, address);
};

/** Posts the card once, or redraws it. Answers where it is. */
export const showCard = async (deps: NotifyDeps, record: RequestRecord): Promise<MessageAddress> => {
  const data = messageDataOf(deps, record, await deps.catalog.load());
  const known = record.notified.card;
  if (known !== undefined) {
    await deps.slack.update(known, card(data));
    return known;
  }
  const address = await deps.slack.post(record.channel, card(data));
  await deps.requests.notified(record.requestId, 'card', address);
  return address;
};
