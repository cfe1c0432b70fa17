import { isWayIn, type WayIn } from '../../domain/source.ts';
import { requestIdOf } from './click.ts';

/** What a modal carries from its opening to its submission: which request, and where it was opened from. */
export type Metadata = { requestId: string; source: WayIn };

export const metadataText = ({ requestId, source }: Metadata): string => `${requestId} ${source}`;

/** A tampered text is an unknown request from a message: it opens nothing and grants nothing. */
export const readMetadata = (text: string): Metadata => {
  const [requestId, source] = text.split(' ');
  return { requestId: requestIdOf(requestId), source: isWayIn(source) ? source : 'message' };
};
