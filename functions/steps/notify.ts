import type { InputOf, TaskState } from '../../statemachines/access.contract.ts';
import { CurfewError } from '../domain/errors.ts';
import { noteOf } from '../domain/notes.ts';
import type { RequestRecord } from '../domain/record.ts';
import { isFinal } from '../domain/status.ts';
import { minute, toIso } from '../domain/time.ts';
import type { Happening } from '../slack/messages/port.ts';
import { securityPage } from '../slack/messages/security.ts';
import { type SpeakDeps, speak, tellable } from '../slack/notify/notify.ts';
import type { StepDeps } from './port.ts';

export type TellDeps = SpeakDeps & Pick<StepDeps, 'audit' | 'measure'>;
type Nothing = Record<string, never>;
type TellState = Extract<TaskState, `Tell ${string}` | 'Page security'>;

const read = async (deps: TellDeps, requestId: string): Promise<RequestRecord> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  return record;
};

/** Approved for later: when it starts, and how to take the request back. */
export const tellApproved = async (
  deps: TellDeps,
  { requestId }: InputOf<'Tell approved'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status === 'APPROVED') await say(deps, record, 'approved', 'approved');
  return {};
};

/** Access is live: what it is, until when, how to use it. */
export const tellGranted = async (
  deps: TellDeps,
  { requestId }: InputOf<'Tell granted'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status === 'GRANTED') await say(deps, record, 'granted', 'granted');
  return {};
};

export const tellExpiring = async (
  deps: TellDeps,
  { requestId }: InputOf<'Tell expiring'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status !== 'GRANTED' || record.wake === 'end') return {};
  await speak(deps, record, {
    happening: 'expiring',
    occurrence: `expiring@${record.until}`,
    to: ['requester'],
  });
  return {};
};

/** The ledger says whether it worked: a dropped extension still stands there, without its wake. */
export const tellExtended = async (
  deps: TellDeps,
  { requestId }: InputOf<'Tell extended'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status !== 'GRANTED') return {};
  if (record.extension !== undefined && record.wake === undefined) {
    await say(deps, record, 'extension-failed', `extension-failed@${record.extension.at}`);
  } else {
    await say(deps, record, 'extended', `extended@${record.until}`);
  }
  return {};
};

/** Makes a failing revocation visible (STUCK) and tells people, every time round. */
export const pageSecurity = async (
  deps: TellDeps,
  { requestId }: { requestId: string },
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (isFinal(record.status)) return {};
  const now = deps.now();
  const note = noteOf(record, 'stuck', 'STUCK', now);
  const marked = await deps.requests.stuck(requestId, toIso(now + 10 * minute), note);
  const stuck = marked ?? (await read(deps, requestId));
  if (stuck.status !== 'STUCK') return {};
  deps.measure('StuckRevokes', 1);
  const catalog = await deps.catalog.load();
  const channel = catalog?.settings.securityChannel ?? stuck.channel;
  // One alarm in the channel; the following rounds speak in its thread.
  const first = stuck.told.security;
  const page = securityPage(tellable(deps, stuck, catalog));
  const address = await deps.slack.post(first?.channel ?? channel, page, first?.ts);
  if (first === undefined) await deps.requests.told(requestId, 'security', address);
  await say(deps, stuck, 'stuck', 'stuck');
  return {};
};

/** Open could not even decide: the request closes as refused, and says so. */
export const tellRefused = async (
  deps: TellDeps,
  { requestId }: InputOf<'Tell refused'>,
): Promise<Nothing> => {
  const record = await read(deps, requestId);
  if (record.status === 'NEW') await closeUnopened(deps, record);
  return tellOutcome(deps, { requestId });
};

const closeUnopened = async (deps: TellDeps, record: RequestRecord): Promise<void> => {
  const now = deps.now();
  const message = 'Curfew could not process the request. Nothing was granted; please ask again.';
  const outcome = { code: 'not-opened', message };
  const note = noteOf(record, 'could not be opened', 'REFUSED', now);
  await deps.requests.close(record.requestId, ['NEW'], 'REFUSED', outcome, toIso(now + 5 * minute), note);
};

/** How it ended, from the ledger, whichever way the machine came here. */
export const tellOutcome = async (deps: TellDeps, { requestId }: { requestId: string }): Promise<Nothing> => {
  const record = await read(deps, requestId);
  const happening = outcomeOf(record);
  if (happening === undefined) {
    deps.log.warn('There is no outcome to tell yet.', { requestId, status: record.status });
    return {};
  }
  await say(deps, record, happening, happening);
  await deps.audit.flush(requestId);
  await deps.requests.settled(requestId);
  return {};
};

export const outcomeOf = (record: RequestRecord): Happening | undefined => {
  switch (record.status) {
    case 'ENDED':
      return 'ended';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    case 'DENIED':
      return 'denied';
    case 'LAPSED':
      return 'lapsed';
    case 'REFUSED':
      return 'refused';
    default:
      return undefined;
  }
};

const say = (deps: TellDeps, record: RequestRecord, happening: Happening, occurrence: string) =>
  speak(deps, record, { happening, occurrence, to: ['requester', 'card', 'thread'] });

/** Which step answers which Tell state. */
export const tellSteps = {
  'Tell approved': tellApproved,
  'Tell granted': tellGranted,
  'Tell expiring': tellExpiring,
  'Tell extended': tellExtended,
  'Page security': pageSecurity,
  'Tell refused': tellRefused,
  'Tell denied': tellOutcome,
  'Tell cancelled': tellOutcome,
  'Tell lapsed': tellOutcome,
  'Tell ended': tellOutcome,
} satisfies Record<TellState, unknown>;
