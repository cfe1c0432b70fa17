import type { Button, KnownBlock } from '@slack/types';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, confirmation, context, quotes, section } from './blocks.ts';
import { canBeEnded, endForOthersButton } from './grant-buttons.ts';
import {
  approversOf,
  decided,
  howLongAsked,
  progress,
  reasonOf,
  startsLater,
  state,
  warnings,
  what,
  whatPlain,
  where,
  who,
} from './phrases.ts';
import type { MessageData } from './port.ts';
import { clean, free, unformatted, when } from './text.ts';

/** Id of the row of buttons on a card. */
export const cardRow = 'card';

const canDecide = (data: MessageData): string => {
  const { record, view } = data;
  const by = record.deadline === undefined ? '' : `, by ${when(toMs(record.deadline))}`;
  const people =
    view.approvers.length === 0 ? 'Nobody can decide right now' : `${approversOf(data)} can decide`;
  return `${people}${by}.`;
};

/** Approve, Deny and Details. */
export const decideButtons = ({ record }: MessageData): Button[] => {
  const { requestId } = record;
  const sure = confirmation({
    title: 'High risk',
    text: 'This is high-risk access. Approve only what you would answer for.',
    yes: 'Approve',
    no: 'Not yet',
    style: 'danger',
  });
  return [
    button({
      label: 'Approve',
      action: 'approve',
      requestId,
      style: 'primary',
      ...(record.risk === 'high' && { confirm: sure }),
    }),
    button({ label: 'Deny…', action: 'deny', requestId, style: 'danger' }),
    button({ label: 'Details', action: 'details', requestId }),
  ];
};

/** What the owners of the project can do about a request that is decided on. */
const ownersButtons = (data: MessageData): Button[] => {
  const { requestId, status } = data.record;
  if (canBeEnded(data)) return [endForOthersButton(data)];
  return status === 'APPROVED' && startsLater(data)
    ? [
        button({
          label: 'Cancel',
          action: 'cancel',
          requestId,
          confirm: confirmation({
            title: 'Cancel this access?',
            text: 'It was approved for later. Nothing will be granted, and the requester is notified.',
            yes: 'Cancel it',
            no: 'Keep it',
          }),
        }),
      ]
    : [];
};

/** What the role's owners want people to consider before they decide. */
const noteOf = ({ view }: MessageData): KnownBlock[] =>
  view.note === undefined || clean(view.note) === '' ? [] : [context(free(view.note, 300))];

/** The request in its project's channel; with buttons to decide only while it is PENDING. */
export const card = (data: MessageData): Message => {
  const open = data.record.status === 'PENDING';
  const asks = open ? 'asks' : 'asked';
  const standing = open ? [progress(data), canDecide(data)] : [decided(data), state(data)];
  const flags = warnings(data).join(' · ');
  const spoken = [
    `${who(data)} ${asks} for ${whatPlain(data)}`,
    where(data),
    howLongAsked(data),
    justificationSpoken(data),
    flags,
  ];
  const details = button({ label: 'Details', action: 'details', requestId: data.record.requestId });
  return {
    text: `${sentence(spoken)} ${standing.filter(Boolean).join(' ')}`,
    blocks: [
      section([`${who(data)} ${asks} for ${what(data)}`, where(data), howLongAsked(data)]),
      ...quotes(data.record.justification, wordsMax),
      section([flags, ...standing]),
      ...quotes(reasonOf(data), wordsMax),
      ...(open ? noteOf(data) : []),
      actions(cardRow, open ? decideButtons(data) : [...ownersButtons(data), details]),
    ],
  };
};

/** Of what somebody typed, this much is shown here, and all of it in *Details*. */
const wordsMax = 280;

const sentence = (parts: (string | undefined)[]): string => `${parts.filter(Boolean).join('; ')}.`;

const justificationSpoken = ({ record }: MessageData): string | undefined =>
  record.justification.trim() === '' ? undefined : `“${unformatted(record.justification, wordsMax)}”`;
