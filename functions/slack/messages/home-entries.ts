import type { Button, KnownBlock } from '@slack/types';
import { actions, button, quotes, section } from './blocks.ts';
import { decideButtons } from './card.ts';
import { canBeEnded, endForOthersButton, grantButtons } from './grant-buttons.ts';
import { howLongAsked, state, warnings, what, where, who } from './phrases.ts';
import type { MessageData } from './port.ts';

/** Blocks of one entry carry the request's id, so that a click can redraw just that entry. */
export const entryBlock = (requestId: string, part: 'text' | 'words' | 'row'): string =>
  `home.${part}.${requestId}`;

const detailsButton = (requestId: string): Button =>
  button({ label: 'Details', action: 'details', requestId });

/** The person's own live access: two blocks. */
export const liveEntry = (data: MessageData): KnownBlock[] => {
  const { requestId, status, wake } = data.record;
  const buttons = status === 'GRANTED' && wake !== 'end' ? grantButtons(data) : [];
  return [
    section([what(data), where(data), state(data)], entryBlock(requestId, 'text')),
    actions(entryBlock(requestId, 'row'), [...buttons, detailsButton(requestId)]),
  ];
};

/** What they asked for and do not have yet: two blocks. */
export const askedEntry = (data: MessageData): KnownBlock[] => {
  const { requestId, status } = data.record;
  const cancel = button({ label: 'Cancel', action: 'cancel', requestId });
  const details = detailsButton(requestId);
  return [
    section([what(data), howLongAsked(data), state(data)], entryBlock(requestId, 'text')),
    actions(entryBlock(requestId, 'row'), status === 'PENDING' ? [cancel, details] : [details]),
  ];
};

/** What somebody else asks for, to be decided: at most three blocks. */
export const waitingEntry = (data: MessageData): KnownBlock[] => {
  const { requestId, justification } = data.record;
  return [
    section(
      [`${who(data)} asks for ${what(data)}`, where(data), howLongAsked(data), warnings(data).join(' · ')],
      entryBlock(requestId, 'text'),
    ),
    ...quotes(justification, 140, entryBlock(requestId, 'words')),
    actions(entryBlock(requestId, 'row'), decideButtons(data)),
  ];
};

/** Somebody else's live access: two blocks. */
export const ownedEntry = (data: MessageData): KnownBlock[] => {
  const { requestId } = data.record;
  const details = detailsButton(requestId);
  return [
    section([`${who(data)} has ${what(data)}`, where(data), state(data)], entryBlock(requestId, 'text')),
    actions(entryBlock(requestId, 'row'), canBeEnded(data) ? [endForOthersButton(data), details] : [details]),
  ];
};
