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
      text: 'Your access ends at once. You can ask again at any time.',
      yes: 'End now',
      no: 'Keep it',
    }),
  });

const extendButton = ({ record }: MessageData): Button =>
  button({ label: 'Extend…', action: 'extend', requestId: record.requestId });

/** What a requester can do about live access. *Extend…* is left out when there is less than a minute to add. */
export const grantButtons = (data: MessageData): Button[] => [
  ...(data.view.extendableMs >= minute ? [extendButton(data)] : []),
  doneButton(data),
];
