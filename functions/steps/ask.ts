import type { AccessInput, AccessOutput } from '../../statemachines/access.contract.ts';
import { CurfewError } from '../domain/errors.ts';
import type { RequestRecord } from '../domain/record.ts';
import { toIso, toMs } from '../domain/time.ts';
import { moveOf } from '../domain/transitions.ts';
import type { NotifyDeps } from '../slack/notify/deps.ts';
import { notify, notifyNotAsked, showCard } from '../slack/notify/notify.ts';
import type { StepDeps } from './port.ts';

export type AskDeps = NotifyDeps & Pick<StepDeps, 'executions'>;

/**
 * Stores the task token while the request is pending, then shows the card. When the request was decided meanwhile, or
 * is past its deadline, it resumes itself, and the machine reads the decision from the table. Throws `LedgerConflict`
 * when a later invocation has asked already, `UnknownRequest`, and `SlackError` when the card cannot be posted.
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
  await show(deps, pending);
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

const show = async (deps: AskDeps, record: RequestRecord): Promise<void> => {
  const card = await showCard(deps, record).catch(async (error: unknown) => {
    await sayNotAsked(deps, record);
    throw error;
  });
  const shown = { ...record, notified: { ...record.notified, card } };
  const reminders = remindersDue(record, deps.now());
  const said = notify(deps, shown, {
    event: reminders === 0 ? 'asked' : 'reminder',
    occurrence: reminders === 0 ? `asked@${record.stage}` : `reminder@${record.stage}.${reminders}`,
    to: record.stage === 0 && reminders === 0 ? ['requester'] : ['thread'],
  });
  // The question is out; failing now would only take its task token away.
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
