import { statuses } from '../../domain/status.ts';
import { toMs } from '../../domain/time.ts';
import type { ActRefusal } from '../../service/port.ts';
import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import { approversOf, decided, state, what } from './phrases.ts';
import type { Told } from './port.ts';
import { free, mention, when } from './text.ts';

/** `message` is the service's own sentence; `told` the request as it stands, if there is one. */
export type Refused = { code: ActRefusal; message: string; told?: Told };

const canDecide = (told: Told | undefined): string =>
  told === undefined || told.facts.approvers.length === 0 ? '' : `${approversOf(told)} can decide.`;

const byWhom = (told: Told | undefined): string =>
  told === undefined ? '' : `${decided(told) ?? statuses[told.record.status].label} — ${state(told)}`;

const lapsed = (told: Told | undefined): string =>
  told?.record.deadline === undefined
    ? ''
    : `The time to decide ran out ${when(toMs(told.record.deadline))}.`;

const words: Record<ActRefusal, (refused: Refused) => (string | undefined)[]> = {
  'unknown-request': () => ['That request is not known here any more. Nothing was changed.'],
  'not-a-person': ({ message }) => [free(message, 600)],
  'own-request': ({ told }) => ['You cannot decide on your own request.', canDecide(told)],
  'not-an-approver': ({ told }) => [
    told === undefined ? 'You cannot decide on this request.' : `You cannot decide on ${what(told)}.`,
    canDecide(told),
  ],
  'already-voted': ({ told }) => ['You already decided on this request.', canDecide(told)],
  'already-decided': ({ told }) => ['This is already settled.', byWhom(told)],
  'past-deadline': ({ told }) => [
    lapsed(told) || 'The time to decide has run out.',
    'Nothing was granted; it can be asked for again.',
  ],
  'no-longer-allowed': ({ message }) => ['The rules have changed since this was asked.', free(message, 600)],
  'requester-gone': ({ told }) => [
    told === undefined
      ? 'The person who asked can no longer be given access.'
      : `${mention(told.record.requester.userId)} can no longer be given access, so this was not approved.`,
  ],
  'not-yours': ({ told }) => [
    told === undefined
      ? 'This request is not yours.'
      : `This request is not yours: ${mention(told.record.requester.userId)} or an owner of the project can do that.`,
  ],
  'not-live': ({ told }) => [
    'There is no live access here to change.',
    told === undefined ? undefined : state(told),
  ],
  'too-long': ({ message }) => [free(message, 600)],
  'already-asked': ({ told }) => [
    'That was already asked for and is under way.',
    told === undefined ? undefined : state(told),
  ],
  'try-again': () => [
    'Someone else acted at the same moment. Look again and, if it is still open, click once more.',
  ],
};

/** Why a click did nothing, for the clicker alone. Always says what, and who can. */
export const refusal = (refused: Refused): Message => saying(...words[refused.code](refused));
