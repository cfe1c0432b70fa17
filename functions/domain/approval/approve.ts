import type { Catalog, Person, Stage } from '../catalog.ts';
import { personNamed, sameHuman, usesAccount } from '../identity.ts';
import type { RequestRecord } from '../record.ts';
import { projectNamed, roleNow } from '../roles.ts';
import { statuses } from '../status.ts';
import { toMs } from '../time.ts';
import { stillFits } from './eligibility.ts';
import { no, type Refused, seatFor } from './slot.ts';
import { canBeCompleted } from './stages.ts';
import { type Tally, tally } from './votes.ts';

export type { VoteRefusal } from './slot.ts';

/** `stage` is the round the vote belongs to; `needMore` is how many it lacks once this vote is recorded. */
export type MayVote =
  | { ok: true; onBehalfOf?: string; rule: string; stage: number; needMore: number }
  | Refused;

const decidedBy = (record: RequestRecord): string => {
  const last = Object.values(record.decisions)
    .sort((a, b) => toMs(a.at) - toMs(b.at))
    .at(-1);
  const { label } = statuses[record.status];
  if (last === undefined) return `This request is not waiting for a decision: ${label.toLowerCase()}.`;
  const word = last.verdict === 'approve' ? 'approved' : 'denied';
  return `${last.by.person} already ${word} this request.`;
};

const closed = (record: RequestRecord, now: number): Refused | undefined => {
  if (record.status !== 'PENDING') return no('already-decided', decidedBy(record));
  if (record.deadline !== undefined && toMs(record.deadline) <= now) {
    return no('past-deadline', 'The deadline for this decision has passed; the request has expired.');
  }
  return undefined;
};

const ownRequest = (voter: Person, record: RequestRecord, catalog: Catalog): boolean => {
  const requester = personNamed(catalog, record.requester.person);
  return (
    voter.name === record.requester.person ||
    usesAccount(voter, record.requester) ||
    (requester !== undefined && sameHuman(voter, requester))
  );
};

/** The round that is open by today's rule. When that rule asks nobody, the project's owners may still settle it. */
const openStage = (
  record: RequestRecord,
  catalog: Catalog,
  count: Tally,
): { stage: Stage; index: number } => {
  const open = count.stages[count.stage] ?? count.stages.at(-1);
  const owners = projectNamed(catalog, record.project)?.owners ?? [];
  return {
    stage: open ?? { need: 1, from: owners },
    index: Math.max(0, Math.min(count.stage, count.stages.length - 1)),
  };
};

/** Nobody votes twice on one request: would a later round lack people once these are spent on round `index`? */
const spoilsLater = (
  count: Tally,
  index: number,
  spending: Person[],
  requester: Person,
  catalog: Catalog,
): boolean => {
  const have = count.stages.map(
    (_, round) => count.votes.filter(vote => vote.decision.stage === round).length,
  );
  const after = have.map((votes, round) => (round === index ? votes + 1 : votes));
  const spent = count.votes.flatMap(vote => [vote.voter, vote.seat]);
  const can = (votes: number[], people: Person[]) =>
    canBeCompleted(count.stages, votes, people, requester, catalog);
  return can(have, spent) && !can(after, [...spent, ...spending]);
};

/** May this person approve this request at this moment (ms), by the rules in force at this moment? */
export const canApprove = (
  approver: Person,
  record: RequestRecord,
  catalog: Catalog,
  now: number,
): MayVote => {
  const shut = closed(record, now);
  if (shut !== undefined) return shut;
  const voter = personNamed(catalog, approver.name) ?? approver;
  if (ownRequest(voter, record, catalog)) return no('own-request', 'Nobody decides on their own request.');
  const fit = stillFits(record, catalog);
  if (!fit.ok) return fit;
  const count = tally(record, catalog);
  const { stage, index } = openStage(record, catalog, count);
  const taken = seatFor({ voter, stage, count, record, requester: fit.requester, catalog, now });
  if (!('seat' in taken)) return taken;
  if (spoilsLater(count, index, [voter, taken.seat], fit.requester, catalog)) {
    return no(
      'not-an-approver',
      'You are needed in a later round of this request, so someone else has to decide now.',
    );
  }
  return {
    ok: true,
    rule: fit.rule,
    stage: index,
    needMore: Math.max(0, count.need - count.have - 1),
    ...(taken.seat.name === voter.name ? {} : { onBehalfOf: taken.seat.name }),
  };
};

/**
 * May this person say no? As for approving, except that a request which today's rules would not take any more can
 * still be denied, then also by whoever was asked first.
 */
export const canDeny = (approver: Person, record: RequestRecord, catalog: Catalog, now: number): MayVote => {
  const may = canApprove(approver, record, catalog, now);
  if (may.ok || (may.code !== 'no-longer-allowed' && may.code !== 'requester-gone')) return may;
  const rule = roleNow(record, catalog);
  const asked = record.stages[record.stage]?.from ?? [];
  const known = personNamed(catalog, approver.name) !== undefined;
  const decides = known && asked.includes(approver.name) && record.decisions[approver.name] === undefined;
  return decides
    ? { ok: true, rule: rule.ok ? rule.rule : record.rule, stage: record.stage, needMore: 0 }
    : may;
};
