import type { RequestEvent } from '../../domain/notified.ts';
import type { MessageAddress } from '../../domain/record.ts';
import { card, dmClosed, type MessageData } from '../messages/index.ts';
import type { SlackApi } from '../port.ts';

type Slack = Pick<SlackApi, 'update'>;

/**
 * Draws the card as the request stands now, where it is. `clicked`, a message that was just clicked in its channel,
 * stands in for the address until that is recorded. Throws `SlackError`.
 */
export const redrawCard = async (
  slack: Slack,
  data: MessageData,
  clicked?: MessageAddress,
): Promise<void> => {
  const { notified, channel } = data.record;
  const address = notified.card ?? (clicked?.channel === channel ? clicked : undefined);
  if (address !== undefined) await slack.update(address, card(data));
};

/** Redraws a direct message that is history now, without buttons. Throws `SlackError`. */
export const closeDm = (
  slack: Slack,
  data: MessageData,
  event: RequestEvent,
  address: MessageAddress,
): Promise<void> => slack.update(address, dmClosed(data, event));
