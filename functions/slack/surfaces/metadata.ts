import { isWayIn, type WayIn } from '../../domain/source.ts';
import { cardRow } from '../messages/index.ts';
import { requestIdOf } from './click.ts';
import type { Clicked } from './shown.ts';

/** What a modal carries from its opening to its submission: which request, where it was opened from, and on which card. */
export type Metadata = { requestId: string; source: WayIn } & Clicked;

export const metadataText = ({ requestId, source, blockId, message }: Metadata): string =>
  blockId === cardRow && message !== undefined
    ? `${requestId} ${source} ${message.channel} ${message.ts}`
    : `${requestId} ${source}`;

/** A tampered text is an unknown request from a message: it opens nothing and grants nothing. */
export const readMetadata = (text: string): Metadata => {
  const [requestId, source, channel = '', ts = ''] = text.split(' ');
  const isCard = /^[A-Z0-9]{1,40}$/.test(channel) && /^\d{1,20}\.\d{1,10}$/.test(ts);
  return {
    requestId: requestIdOf(requestId),
    source: isWayIn(source) ? source : 'message',
    ...(isCard && { blockId: cardRow, message: { channel, ts } }),
  };
};
