import { classOf, type Due, dueOn } from './due.ts';
import type { Actor, AuditNote, RequestRecord } from './record.ts';
import type { Source } from './source.ts';
import type { Status } from './status.ts';
import { hour, type Iso, minute, second, toIso, toMs } from './time.ts';

/** How long granting may take, on top of the duration, before the bound `endsBy`. */
export const provisioningWindowMs = 2 * hour;

/** The bound written before the first AWS call; `now` in epoch ms. */
export const endsBy = (now: number, durationMs: number): Iso =>
  toIso(now + provisioningWindowMs + durationMs);

/** What the time of a request's next look depends on. */
export type Dated = Pick<RequestRecord, 'asks' | 'startAt' | 'durationMs' | 'endsBy' | 'until'>;

/** When the sweeper looks if nobody has moved the request by then; both in epoch ms. */
type Look = (record: Dated, now: number) => number;

const inMinutes =
  (minutes: number): Look =>
  (_, now) =>
    now + minutes * minute;
/** The execution was just started or resumed, so it moves within moments. */
const soon = inMinutes(2);
const afterNextAsk: Look = ({ asks }, now) => (asks.map(toMs).find(ask => ask > now) ?? now) + 5 * minute;
const afterStart: Look = ({ startAt }, now) => Math.max(toMs(startAt), now) + 5 * minute;
const atBound: Look = ({ endsBy: bound, durationMs }, now) => toMs(bound ?? endsBy(now, durationMs));
const afterEnd: Look = ({ until }, now) =>
  Math.max(until === undefined ? now : toMs(until) + 30 * second, now);

/** Who moves a request next, and when the sweeper looks whether they did. `nobody`: the request is final. */
type Next = { by: 'execution' | 'approvers' | 'sweeper' | 'nobody'; due: Look | undefined };

/** By status; a transition may ask for an earlier look. */
const next: Record<Status, Next> = {
  NEW: { by: 'execution', due: soon },
  PENDING: { by: 'approvers', due: afterNextAsk },
  APPROVED: { by: 'execution', due: afterStart },
  GRANTING: { by: 'execution', due: atBound },
  GRANTED: { by: 'execution', due: afterEnd },
  REVOKING: { by: 'execution', due: inMinutes(5) },
  STUCK: { by: 'execution', due: inMinutes(10) },
  ENDED: { by: 'nobody', due: undefined },
  REFUSED: { by: 'nobody', due: undefined },
  DENIED: { by: 'nobody', due: undefined },
  CANCELLED: { by: 'nobody', due: undefined },
  EXPIRED: { by: 'nobody', due: undefined },
  FAILED: { by: 'nobody', due: undefined },
};

type Transition = {
  from: readonly Status[];
  /** Absent: the status stays as it is in the ledger, which may be newer than what the caller has read. */
  to?: Status;
  /** Absent: as the new status says. */
  due?: Look;
  /** What the audit says; `{by}` is the person. */
  note: string;
};

const ungranted: readonly Status[] = ['NEW', 'PENDING', 'APPROVED'];
const live: readonly Status[] = ['GRANTING', 'GRANTED', 'REVOKING', 'STUCK'];
/** A final request stays due until its outcome is notified and its audit complete. */
const untilNotified = inMinutes(5);

/**
 * Every way a request moves. Whoever moves one takes status, due time and audit note from here; the condition of the
 * write (`functions/ledger/requests/`) adds what the status alone does not say.
 */
export const transitions = {
  ask: { from: ['NEW'], to: 'PENDING', note: 'opened' },
  approveByRule: { from: ['NEW'], to: 'APPROVED', note: 'opened' },
  refuse: { from: ['NEW'], to: 'REFUSED', due: soon, note: 'opened' },
  refuseUnopened: { from: ['NEW'], to: 'REFUSED', due: untilNotified, note: 'could not be opened' },
  countApproval: { from: ['PENDING'], to: 'PENDING', due: soon, note: 'approve by {by}' },
  approve: { from: ['PENDING'], to: 'APPROVED', due: soon, note: 'approve by {by}' },
  deny: { from: ['PENDING'], to: 'DENIED', due: soon, note: 'deny by {by}' },
  cancelGone: { from: ['PENDING'], to: 'CANCELLED', due: soon, note: 'cancelled: requester gone' },
  expire: { from: ['PENDING'], to: 'EXPIRED', due: untilNotified, note: 'expired' },
  cancel: { from: ungranted, to: 'CANCELLED', due: soon, note: 'cancelled' },
  cancelStopped: { from: ungranted, to: 'CANCELLED', due: untilNotified, note: 'execution stopped' },
  failUngranted: { from: ['APPROVED'], to: 'FAILED', due: untilNotified, note: 'failed before the grant' },
  beginGrant: { from: ['APPROVED', 'GRANTING'], to: 'GRANTING', note: 'grant begun' },
  activate: { from: ['GRANTING'], to: 'GRANTED', note: 'granted' },
  askEnd: { from: ['GRANTING', 'GRANTED'], due: soon, note: 'end asked for' },
  askExtension: { from: ['GRANTED'], due: soon, note: 'extension asked for' },
  extend: { from: ['GRANTED'], to: 'GRANTED', note: 'extended' },
  beginRevoke: { from: live, to: 'REVOKING', note: 'revocation begun' },
  forceRevoke: { from: live, to: 'REVOKING', due: inMinutes(5), note: 'revocation forced' },
  markStuck: { from: ['REVOKING'], to: 'STUCK', note: 'stuck' },
  end: { from: ['REVOKING', 'STUCK'], to: 'ENDED', due: untilNotified, note: 'ended' },
  endFailed: { from: ['REVOKING', 'STUCK'], to: 'FAILED', due: untilNotified, note: 'ended' },
  endCancelled: { from: ['REVOKING', 'STUCK'], to: 'CANCELLED', due: untilNotified, note: 'ended' },
} as const satisfies Record<string, Transition>;

/** A key of `transitions`. */
export type TransitionName = keyof typeof transitions;

/** One transition of one request, as a write to the ledger carries it. */
export type Move = {
  requestId: string;
  /** The statuses it may leave. */
  from: readonly Status[];
  /** Undefined: the status stays. */
  to: Status | undefined;
  due: Due;
  note: AuditNote;
};

/** Who moved it, by which source, and what else the audit keeps. */
export type Mover = { source?: Source; by?: Actor; detail?: Record<string, unknown> };

/** Works out a transition of `record` at `now` (epoch ms). `record` holds the dates that the next look depends on. */
export const moveOf = (name: TransitionName, record: RequestRecord, now: number, mover: Mover = {}): Move => {
  const { from, to, due, note }: Transition = transitions[name];
  const status = to ?? record.status;
  const what = note.replace('{by}', mover.by?.person ?? 'nobody');
  return {
    requestId: record.requestId,
    from,
    to,
    due: dueOn(
      classOf(to ?? from[0] ?? status),
      toIso((due ?? next[status].due ?? untilNotified)(record, now)),
    ),
    note: noteOf(record, { what, status, at: now, ...mover }),
  };
};

/** An audit note on `record`, `at` in epoch ms. Its id is unique: nothing happens twice at one revision. */
export const noteOf = (
  record: Pick<RequestRecord, 'rev'>,
  { what, status, at, source, by, detail }: { what: string; status: Status; at: number } & Mover,
): AuditNote => ({
  id: `${String(record.rev).padStart(6, '0')} ${what}`,
  at: toIso(at),
  what,
  status,
  source: source ?? 'machine',
  ...(by && { by }),
  ...(detail && { detail }),
});

/**
 * When the sweeper should look again at a request that nothing changed; undefined once it is final. `now` in epoch ms.
 */
export const lookAgainAt = (status: Status, record: Dated, now: number): Iso | undefined => {
  const ms = next[status].due?.(record, now);
  return ms === undefined ? undefined : toIso(ms);
};
