import type { Catalog } from '../../domain/catalog.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import type { StepDeps } from '../../steps/port.ts';
import { card } from '../messages/card.ts';
import { dm, dmClosed } from '../messages/dm.ts';
import type { Happening, Told } from '../messages/port.ts';
import { threadReply } from '../messages/thread.ts';
import { factsOf, type KindRegistry } from '../messages/view-data.ts';

export type SpeakDeps = Pick<StepDeps, 'now' | 'requests' | 'catalog' | 'slack' | 'log'> & {
  kinds: KindRegistry;
};

export type Speech = {
  happening: Happening;
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
export const speak = async (deps: SpeakDeps, record: RequestRecord, speech: Speech): Promise<void> => {
  const catalog = await deps.catalog.load();
  const told = tellable(deps, record, catalog);
  const failures: unknown[] = [];
  const attempt = (said: Promise<void>) => said.catch((error: unknown) => void failures.push(error));
  if (speech.to.includes('requester')) await attempt(tellRequester(deps, told, speech));
  if (speech.to.includes('card')) await attempt(redrawCard(deps, told));
  if (speech.to.includes('thread')) await attempt(tellThread(deps, told, speech));
  if (failures.length > 0) throw failures[0];
};

export const tellable = (
  deps: Pick<SpeakDeps, 'kinds' | 'now'>,
  record: RequestRecord,
  catalog: Catalog | undefined,
): Told => ({ record, facts: factsOf(record, catalog, deps.kinds, deps.now()) });

const tellRequester = async (deps: SpeakDeps, told: Told, { happening, occurrence }: Speech) => {
  const { record } = told;
  const key = `dm.${occurrence}`;
  if (record.told[key] !== undefined) return;
  const address = await deps.slack.post(record.requester.userId, dm(told, happening));
  await deps.requests.told(record.requestId, key, address);
  await closeEarlier(deps, told, key);
};

/** Messages that are history lose their buttons. A failure here costs nothing: every click is checked again. */
const closeEarlier = async (deps: SpeakDeps, told: Told, latest: string) => {
  const { record } = told;
  const earlier = Object.entries(record.told).filter(
    ([key]) => key.startsWith('dm.') && key !== latest && record.told[`closed.${key}`] === undefined,
  );
  for (const [key, address] of earlier) {
    const happening = key.slice('dm.'.length).split('@')[0] as Happening;
    try {
      await deps.slack.update(address, dmClosed(told, happening));
      await deps.requests.told(record.requestId, `closed.${key}`, address);
    } catch (error) {
      deps.log.warn('An earlier message keeps its buttons.', {
        requestId: record.requestId,
        error: String(error),
      });
    }
  }
};

const redrawCard = async (deps: SpeakDeps, told: Told) => {
  const address = told.record.told.card;
  if (address !== undefined) await deps.slack.update(address, card(told));
};

const tellThread = async (deps: SpeakDeps, told: Told, { happening, occurrence }: Speech) => {
  const { record } = told;
  const key = `thread.${occurrence}`;
  const parent = record.told.card;
  if (parent === undefined || record.told[key] !== undefined) return;
  const address = await deps.slack.post(parent.channel, threadReply(told, happening), parent.ts);
  await deps.requests.told(record.requestId, key, address);
};

/** Posts the card once, or redraws it. Answers where it is. */
export const showCard = async (deps: SpeakDeps, record: RequestRecord): Promise<MessageAddress> => {
  const told = tellable(deps, record, await deps.catalog.load());
  const known = record.told.card;
  if (known !== undefined) {
    await deps.slack.update(known, card(told));
    return known;
  }
  const address = await deps.slack.post(record.channel, card(told));
  await deps.requests.told(record.requestId, 'card', address);
  return address;
};
