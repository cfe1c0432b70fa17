import { statuses } from '../../domain/status.ts';
import { toMs } from '../../domain/time.ts';
import type { ActRefusal } from '../../service/port.ts';
import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import { approversOf, decided, state, what } from './phrases.ts';
import type { MessageData } from './port.ts';
import { free, mention, when } from './text.ts';

/** `message`: the service's own sentence. `data`: the request as it is, if there is one. */
export type RefusalData = { code: ActRefusal; message: string; data?: MessageData };

const canDecide = (data: MessageData | undefined): string =>
  data === undefined || data.view.approvers.length === 0 ? '' : `${approversOf(data)} can decide.`;

const byWhom = (data: MessageData | undefined): string =>
  data === undefined ? '' : `${decided(data) ?? statuses[data.record.status].label} — ${state(data)}`;

const expired = (data: MessageData | undefined): string =>
  data?.record.deadline === undefined
    ? ''
    : `The time to decide ran out ${when(toMs(data.record.deadline))}.`;

const words: Record<ActRefusal, (refused: RefusalData) => (string | undefined)[]> = {
  'unknown-request': () => ['Curfew does not know that request any more. Nothing was changed.'],
  'not-a-person': ({ message }) => [free(message, 600)],
  'own-request': ({ data }) => ['You cannot decide on your own request.', canDecide(data)],
  'not-an-approver': ({ data }) => [
    data === undefined ? 'You cannot decide on this request.' : `You cannot decide on ${what(data)}.`,
    canDecide(data),
  ],
  'already-voted': ({ data }) => ['You already decided on this request.', canDecide(data)],
  'already-decided': ({ data }) => ['This is already decided.', byWhom(data)],
  'past-deadline': ({ data }) => [
    expired(data) || 'The time to decide has run out.',
    'Nothing was granted. It can be requested again.',
  ],
  'no-longer-allowed': ({ message }) => [
    'The rules have changed since this was requested.',
    free(message, 600),
  ],
  'requester-gone': ({ data }) => [
    data === undefined
      ? 'The person who asked can no longer be given access.'
      : `${mention(data.record.requester.userId)} can no longer be given access, so this was not approved.`,
  ],
  'not-yours': ({ data, message }) => [
    data === undefined
      ? 'This request is not yours.'
      : `This is the request of ${mention(data.record.requester.userId)}.`,
    free(message, 600),
  ],
  'not-security': ({ message }) => [free(message, 600)],
  'not-live': ({ data }) => [
    'There is no live access here to change.',
    data === undefined ? undefined : state(data),
  ],
  'too-long': ({ message }) => [free(message, 600)],
  'held-besides': ({ message }) => [free(message, 600)],
  'needs-reason': ({ message }) => [free(message, 600)],
  'already-asked': ({ data }) => [
    'That was already asked for and is under way.',
    data === undefined ? undefined : state(data),
  ],
  'try-again': () => [
    'Someone else acted at the same moment. Look again and, if it is still open, click once more.',
  ],
};

/** Why a click did nothing, for the clicker alone. Always says what, and who can. */
export const refusal = (refused: RefusalData): Message => saying(...words[refused.code](refused));
