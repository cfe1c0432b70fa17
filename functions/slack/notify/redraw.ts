import { cardKey, type NotifiedKey, type RequestEvent } from '../../domain/notified.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import { card, dmClosed, type MessageData } from '../messages/index.ts';
import type { SlackApi } from '../port.ts';
import { each } from './each.ts';

type Slack = Pick<SlackApi, 'update'>;

/** The cards of a request: the one in its project's channel, or those that people who decide were sent instead. */
export const cardsOf = ({ notified }: Pick<RequestRecord, 'notified'>): [NotifiedKey, MessageAddress][] =>
  Object.entries(notified).flatMap(([key, address]) => {
    const known = cardKey(key);
    return known === undefined || address === undefined ? [] : [[known, address]];
  });

/**
 * Redraws every card as the request is now, `clicked` among them: a post whose answer was lost leaves a card that nobody
 * has recorded. Each is tried; throws the first `SlackError`.
 */
export const redrawCards = async (
  slack: Slack,
  data: MessageData,
  clicked?: MessageAddress,
): Promise<void> => {
  const known = cardsOf(data.record).map(([, address]) => address);
  const unknown = clicked === undefined || known.some(one => isSame(one, clicked)) ? [] : [clicked];
  await each(...[...unknown, ...known].map(address => slack.update(address, card(data))));
};

const isSame = (a: MessageAddress, b: MessageAddress): boolean => a.channel === b.channel && a.ts === b.ts;

/** Redraws a direct message that is history now, without buttons. Throws `SlackError`. */
export const closeDm = (
  slack: Slack,
  data: MessageData,
  event: RequestEvent,
  address: MessageAddress,
): Promise<void> => slack.update(address, dmClosed(data, event));
