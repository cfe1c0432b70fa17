import type { Catalog, Person, Stage } from './catalog.ts';
import { stillFits } from './eligibility.ts';
import { personNamed, sameHuman, usesAccount } from './identity.ts';
import type { RequestRecord } from './record.ts';
import { projectNamed, roleNow } from './roles.ts';
import { canBeCompleted, othersIn } from './stages.ts';
import { statuses } from './status.ts';
import { sharesHuman, type Tally, tally, type Vote } from './tally.ts';
import { listNames } from './text.ts';
import { toMs } from './time.ts';

export type VoteRefusal =
  | 'own-request'
  | 'not-an-approver'
  | 'already-voted'
  | 'already-decided'
  | 'past-deadline'
  | 'requester-gone'
  | 'no-longer-allowed';

/** `stage` is the round the vote belongs to; `needMore` is how many it lacks once this vote is recorded. */
export type MayVote =
  | { ok: true; onBehalfOf?: string; rule: string; stage: number; needMore: number }
  | { ok: false; code: VoteRefusal; message: string };

type Refused = Extract<MayVote, { ok: false }>;
type Seat = { seat: Person } | Refused;

const no = (code: VoteRefusal, message: string): Refused => ({ ok: false, code, message });

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
    return no('past-deadline', 'The deadline for this decision has passed; the request has lapsed.');
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

const delegates = (seat: Person, voter: Person, now: number): boolean =>
  seat.delegate !== undefined && seat.delegate.to === voter.name && now < toMs(seat.delegate.until);

/** Whose places in the stage this person can take: their own first, then those of people who are away. */
const seatsFor = (voter: Person, stage: Stage, catalog: Catalog, now: number): Person[] => {
  if (personNamed(catalog, voter.name) === undefined) return [];
  const own = stage.from.includes(voter.name) ? [voter] : [];
  const away = stage.from
    .flatMap(name => personNamed(catalog, name) ?? [])
    .filter(person => person.name !== voter.name && delegates(person, voter, now));
  return [...own, ...away];
};

const votedBefore = (voter: Person, record: RequestRecord, catalog: Catalog): string | undefined => {
  const same = Object.values(record.decisions).find(({ by }) => {
    const other = personNamed(catalog, by.person);
    return by.person === voter.name || (other !== undefined && sameHuman(other, voter));
  });
  if (same === undefined) return undefined;
  return `You have already ${same.verdict === 'approve' ? 'approved' : 'denied'} this request. Someone else has to decide now.`;
};

const outsider = (
  voter: Person,
  stage: Stage,
  record: RequestRecord,
  requester: Person,
  catalog: Catalog,
) => {
  const can = othersIn(stage, requester, catalog).map(({ name }) => name);
  const who = `${listNames(can)} can decide.`;
  const wasAsked = record.stages.some(({ from }) => from.includes(voter.name));
  return wasAsked
    ? no('no-longer-allowed', `You could decide on this when it was asked, but the rule has changed. ${who}`)
    : no('not-an-approver', `You cannot decide on this request. ${who}`);
};

const seatOf = (
  voter: Person,
  stage: Stage,
  votes: Vote[],
  record: RequestRecord,
  requester: Person,
  catalog: Catalog,
  now: number,
): Seat => {
  const before = votedBefore(voter, record, catalog);
  if (before !== undefined) return no('already-voted', before);
  const all = seatsFor(voter, stage, catalog, now);
  if (all.length === 0) return outsider(voter, stage, record, requester, catalog);
  const foreign = all.filter(seat => !sameHuman(seat, requester));
  if (foreign.length === 0) {
    return no(
      'own-request',
      `You stand in for ${requester.name} here, and nobody decides on their own request.`,
    );
  }
  const seat = foreign.find(free => !votes.some(vote => sharesHuman(vote, { voter, seat: free })));
  if (seat !== undefined) return { seat };
  const taken = votes.find(vote => foreign.some(free => sharesHuman(vote, { voter, seat: free })));
  return no('already-voted', `${taken?.voter.name ?? 'Someone'} has already approved in your place.`);
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
  const taken = seatOf(voter, stage, count.votes, record, fit.requester, catalog, now);
  if (!('seat' in taken)) return taken;
  const have = count.stages.map(
    (_, round) => count.votes.filter(vote => vote.decision.stage === round).length,
  );
  const after = have.map((votes, round) => (round === index ? votes + 1 : votes));
  const spent = [...count.votes.flatMap(vote => [vote.voter, vote.seat]), voter, taken.seat];
  const before = spent.slice(0, -2);
  const blocks =
    canBeCompleted(count.stages, have, before, fit.requester, catalog) &&
    !canBeCompleted(count.stages, after, spent, fit.requester, catalog);
  if (blocks) {
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
