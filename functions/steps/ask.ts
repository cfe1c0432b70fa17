import type { AccessInput, AccessOutput } from '../../statemachines/access.contract.ts';
import { CurfewError } from '../domain/errors.ts';
import type { RequestRecord } from '../domain/record.ts';
import { minute, toIso, toMs } from '../domain/time.ts';
import { moveOf } from '../domain/transitions.ts';
import type { NotifyDeps } from '../slack/notify/deps.ts';
import { notify, notifyNotAsked, showCard } from '../slack/notify/notify.ts';
import { cardsOf } from '../slack/notify/redraw.ts';
import type { StepDeps } from './port.ts';

export type AskDeps = NotifyDeps & Pick<StepDeps, 'executions'>;

/**
 * Stores the task token while the request is pending, then shows the card. When the request was decided meanwhile, or
 * is past its deadline, it resumes itself, and the machine reads the decision from the table. While Slack takes no card the
 * sweeper tries again: the token is out, and a decision made in App Home counts. Throws `LedgerConflict` when a later
 * invocation has asked already, and `UnknownRequest`.
 */
export const ask = async (
  deps: AskDeps,
  { requestId, entered, retry, token }: AccessInput<'Ask'>,
): Promise<AccessOutput<'Ask'>> => {
  const seq = `${entered}#${String(retry).padStart(4, '0')}`;
  const pending = await deps.requests.storeAskToken(requestId, { token, seq, now: deps.now() });
  if (pending === undefined) {
    await expireIfOverdue(deps, requestId);
    await deps.executions.resume(token);
    return {};
  }
  await showNow(deps, pending);
  return {};
};

const expireIfOverdue = async (deps: AskDeps, requestId: string): Promise<void> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  const now = deps.now();
  if (record.status !== 'PENDING') return;
  if (record.deadline !== undefined && toMs(record.deadline) > now) {
    // Resuming would bring the machine straight back here; a retry is ordered after whoever stored a token meanwhile.
    throw new CurfewError('LedgerConflict', `A newer question is already out for ${requestId}.`);
  }
  await deps.requests.expire(moveOf('expire', record, now), toIso(now));
};

/** How long after a question that nobody was asked the sweeper asks it. */
const askAgainMs = 5 * minute;
/** How often the channel is tried again while people were asked directly. */
const channelAgainMs = 30 * minute;

const showNow = async (deps: AskDeps, record: RequestRecord): Promise<void> => {
  try {
    await show(deps, record);
  } catch (error) {
    const { requestId, status } = record;
    deps.log.warn('Nobody could be asked; the sweeper tries again.', { requestId, error: String(error) });
    await sayNotAsked(deps, record);
    await deps.requests.markDue(requestId, status, toIso(deps.now() + askAgainMs));
  }
};

/** Was nobody asked to decide in the stage that is open? */
const isUnasked = (record: RequestRecord): boolean => {
  const { stage, notified } = record;
  return cardsOf(record).length === 0 || (stage > 0 && notified[`thread.asked@${stage}`] === undefined);
};

/** When the question is asked again by itself, in ms from now; undefined where it stands in its channel. */
export const askAgainAfter = (record: RequestRecord): number | undefined => {
  if (isUnasked(record)) return askAgainMs;
  return record.notified.card === undefined ? channelAgainMs : undefined;
};

/** Shows the card, and says in its thread or to the requester who was asked, or reminded. Throws `SlackError`. */
export const show = async (deps: NotifyDeps, record: RequestRecord): Promise<void> => {
  const shown = await showCard(deps, record);
  const reminders = remindersDue(record, deps.now());
  const asked = reminders === 0 || isUnasked(record);
  const said = notify(deps, shown, {
    event: asked ? 'asked' : 'reminder',
    occurrence: asked ? `asked@${record.stage}` : `reminder@${record.stage}.${reminders}`,
    to: record.stage === 0 && asked ? ['requester'] : ['thread'],
  });
  // The question is out; failing now would ask it again.
  await said.catch((error: unknown) => {
    deps.log.warn('Asked, but not everyone was notified.', {
      requestId: record.requestId,
      error: String(error),
    });
  });
};

/** Nobody sees a card that could not be posted (the app is not in the channel), so the requester is notified. */
const sayNotAsked = (deps: AskDeps, record: RequestRecord): Promise<void> =>
  notifyNotAsked(deps, record).catch((error: unknown) => {
    deps.log.warn('The requester could not be notified that nobody was asked.', {
      requestId: record.requestId,
      error: String(error),
    });
  });

/** The last of `asks` is the deadline, not a reminder. */
const remindersDue = (record: RequestRecord, now: number): number =>
  record.asks.slice(0, -1).filter(at => toMs(at) <= now).length;
