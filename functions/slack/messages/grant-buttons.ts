import type { Button } from '@slack/types';
import { minute } from '../../domain/time.ts';
import { button, confirmation } from './blocks.ts';
import type { MessageData } from './port.ts';

/** Ends access now, after a question. */
const doneButton = ({ record }: MessageData): Button =>
  button({
    label: "I'm done",
    action: 'end',
    requestId: record.requestId,
    confirm: confirmation({
      title: 'End access now?',
      text: 'Your access ends at once. If another request gives you the same, Curfew asks first what to end. You can ask again at any time.',
      yes: 'End now',
      no: 'Keep it',
    }),
  });

const extendButton = ({ record }: MessageData): Button =>
  button({ label: 'Extend…', action: 'extend', requestId: record.requestId });

/** Access is live, or about to be, and nobody has asked for its end. */
export const canBeEnded = ({ record }: MessageData): boolean =>
  (record.status === 'GRANTED' || record.status === 'GRANTING') && record.wake !== 'end';

/** For the owners of the project, who say why in a form. */
export const endForOthersButton = ({ record }: MessageData): Button =>
  button({ label: 'End access…', action: 'end-for-others', requestId: record.requestId, style: 'danger' });

/** What a requester can do about live access. *Extend…* is left out when there is less than a minute to add. */
export const grantButtons = (data: MessageData): Button[] => [
  ...(data.view.extendableMs >= minute ? [extendButton(data)] : []),
  doneButton(data),
];
