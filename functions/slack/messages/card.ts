import type { Button, KnownBlock } from '@slack/types';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, confirmation, context, section } from './blocks.ts';
import {
  approversOf,
  decided,
  howLongAsked,
  progress,
  state,
  warnings,
  what,
  whatPlain,
  where,
  who,
  why,
} from './phrases.ts';
import type { Told } from './port.ts';
import { clean, free, when } from './text.ts';

const canDecide = (told: Told): string => {
  const { record, facts } = told;
  const by = record.deadline === undefined ? '' : `, by ${when(toMs(record.deadline))}`;
  const people =
    facts.approvers.length === 0 ? 'Nobody can decide right now' : `${approversOf(told)} can decide`;
  return `${people}${by}.`;
};

export const decideButtons = ({ record }: Told): Button[] => {
  const { requestId } = record;
  const sure = confirmation(
    'High risk',
    'This is high-risk access. Approve only what you would answer for.',
    'Approve',
    'Not yet',
    'danger',
  );
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

/** What the role's owners want to be thought of before deciding. */
const noteOf = ({ facts }: Told): KnownBlock[] =>
  facts.note === undefined || clean(facts.note) === '' ? [] : [context(free(facts.note, 300))];

/** The request in its project's channel: six short lines, buttons only while someone can decide. */
export const card = (told: Told): Message => {
  const open = told.record.status === 'PENDING';
  const asks = open ? 'asks' : 'asked';
  const standing = open ? [progress(told), canDecide(told)] : [decided(told), state(told)];
  const flags = warnings(told).join(' · ');
  const body = [where(told), howLongAsked(told), why(told), flags, ...standing];
  const spoken = [
    `${who(told)} ${asks} for ${whatPlain(told)}`,
    where(told),
    howLongAsked(told),
    whySpoken(told),
    flags,
  ];
  const details = button({ label: 'Details', action: 'details', requestId: told.record.requestId });
  return {
    text: `${sentence(spoken)} ${standing.filter(Boolean).join(' ')}`,
    blocks: [
      section([`${who(told)} ${asks} for ${what(told)}`, ...body]),
      ...(open ? noteOf(told) : []),
      actions('card', open ? decideButtons(told) : [details]),
    ],
  };
};

const sentence = (parts: (string | undefined)[]): string => `${parts.filter(Boolean).join('; ')}.`;

const whySpoken = ({ record }: Told): string | undefined =>
  record.justification.trim() === '' ? undefined : `“${free(record.justification, 280)}”`;
