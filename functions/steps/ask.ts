import type { InputOf, OutputOf } from '../../statemachines/access.contract.ts';
import { CurfewError } from '../domain/errors.ts';
import type { RequestRecord } from '../domain/record.ts';
import { minute, toIso, toMs } from '../domain/time.ts';
import { noteOf } from './notes.ts';
import type { StepDeps } from './port.ts';
import { type SpeakDeps, showCard, speak } from './speak.ts';

export type AskDeps = SpeakDeps & Pick<StepDeps, 'machine'>;

/**
 * Stores the doorbell's token while the request is pending, then shows the card. Decided meanwhile, or past the
 * deadline: rings the bell itself, and the machine reads the decision from the table. Throws `LedgerConflict` when a
 * later invocation asked already.
 */
export const ask = async (
  deps: AskDeps,
  { requestId, entered, retry, token }: InputOf<'Ask'>,
): Promise<OutputOf<'Ask'>> => {
  const seq = `${entered}#${String(retry).padStart(4, '0')}`;
  const pending = await deps.requests.storeAskToken(requestId, token, seq, deps.now());
  if (pending === undefined) {
    await lapseIfOverdue(deps, requestId);
    await deps.machine.ring(token);
    return {};
  }
  await show(deps, pending);
  return {};
};

const lapseIfOverdue = async (deps: AskDeps, requestId: string): Promise<void> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  const now = deps.now();
  if (record.status !== 'PENDING') return;
  if (record.deadline !== undefined && toMs(record.deadline) > now) {
    // Ringing would bring the machine straight back here; a retry is ordered after whoever stored a token meanwhile.
    throw new CurfewError('LedgerConflict', `A newer question is already out for ${requestId}.`);
  }
  const note = noteOf(record, 'lapsed', 'LAPSED', now);
  await deps.requests.lapse(requestId, now, toIso(now + 5 * minute), note);
};

const show = async (deps: AskDeps, record: RequestRecord): Promise<void> => {
  const card = await showCard(deps, record);
  const shown = { ...record, told: { ...record.told, card } };
  const reminders = remindersDue(record, deps.now());
  const occurrence = reminders === 0 ? `asked@${record.stage}` : `reminder@${record.stage}.${reminders}`;
  await speak(deps, shown, {
    happening: reminders === 0 ? 'asked' : 'reminder',
    occurrence,
    to: record.stage === 0 && reminders === 0 ? ['requester'] : ['thread'],
  });
};

/** The last of `asks` is the deadline, not a reminder. */
const remindersDue = (record: RequestRecord, now: number): number =>
  record.asks.slice(0, -1).filter(at => toMs(at) <= now).length;
