import type { Button } from '@slack/types';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, confirmation, section } from './blocks.ts';
import type { Told } from './port.ts';
import { when } from './text.ts';
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
} from './words.ts';

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

/** The request in its project's channel: six short lines, buttons only while someone can decide. */
export const card = (told: Told): Message => {
  const open = told.record.status === 'PENDING';
  const asks = `${who(told)} ${open ? 'asks' : 'asked'} for ${what(told)}`;
  const flags = warnings(told).join(' · ');
  const standing = open ? [progress(told), canDecide(told)] : [decided(told), state(told)];
  const lines = [where(told), howLongAsked(told), why(told), flags, ...standing];
  const details = button({ label: 'Details', action: 'details', requestId: told.record.requestId });
  return {
    text: [`${who(told)} ${open ? 'asks' : 'asked'} for ${whatPlain(told)}.`, ...lines]
      .filter(line => line !== undefined && line !== '')
      .join(' '),
    blocks: [section([asks, ...lines]), actions('card', open ? decideButtons(told) : [details])],
  };
};
