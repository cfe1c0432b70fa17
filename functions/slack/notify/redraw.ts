import type { RequestEvent } from '../../domain/notified.ts';
import type { MessageAddress } from '../../domain/record.ts';
import { card, dmClosed, type MessageData } from '../messages/index.ts';
import type { SlackApi } from '../port.ts';

type Slack = Pick<SlackApi, 'update'>;

/**
 * Redraws the card as the request is now. `clicked`: the message whose button was clicked, used when the card's address
 * is not recorded yet and the message is in its channel. Throws `SlackError`.
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
