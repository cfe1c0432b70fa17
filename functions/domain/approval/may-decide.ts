import type { Catalog, Person, Stage } from '../catalog.ts';
import { actorOf, personNamed, personOf, usesAccount } from '../identity.ts';
import type { Actor, Decision, RequestRecord } from '../record.ts';
import { projectNamed, roleNow } from '../roles.ts';
import { statuses } from '../status.ts';
import { toMs } from '../time.ts';
import { stillFits } from './fit.ts';
import { candidatesOf, isRequester } from './people.ts';
import { type MayNotDecide, mayNotDecide, slotFor } from './slots.ts';
import { canBeCompleted, countsFor } from './stages.ts';
import { countVotes, type VoteCount } from './votes.ts';

/** `counts`: the sets the decision counts for; `needMore`: approvals its stage lacks once this one is recorded. */
export type MayDecide =
  | { ok: true; onBehalfOf?: Actor; rule: string; counts: string[]; needMore: number }
  | MayNotDecide;

/** The request, the rules in force, and the moment (epoch ms) that a decision is judged at. */
export type Case = { record: RequestRecord; rules: Catalog; now: number };

const decidedBy = (record: RequestRecord): string => {
  const last = Object.values(record.decisions)
    .sort((a, b) => toMs(a.at) - toMs(b.at))
    .at(-1);
  const { label } = statuses[record.status];
  if (last === undefined) return `This request is not waiting for a decision: ${label.toLowerCase()}.`;
  const word = last.verdict === 'approve' ? 'approved' : 'denied';
  return `${last.by.person} already ${word} this request.`;
};

const closed = ({ record, now }: Case): MayNotDecide | undefined => {
  if (record.status !== 'PENDING') return mayNotDecide('already-decided', decidedBy(record));
  if (record.deadline !== undefined && toMs(record.deadline) <= now) {
    return mayNotDecide(
      'past-deadline',
      'The deadline for this decision has passed; the request has expired.',
    );
  }
  return undefined;
};

type OpenStage = { stage: Stage; index: number; stages: Stage[] };

/** The stage that is open by today's rule. When that rule asks nobody, the project's owners may still decide. */
const openStage = (record: RequestRecord, rules: Catalog, count: VoteCount): OpenStage => {
  const owners = projectNamed(rules, record.project)?.owners ?? [];
  const last = Math.max(0, Math.min(count.stage, count.stages.length - 1));
  const stages = count.stages.length > 0 ? count.stages : [{ key: 'owners', need: 1, from: owners }];
  const stage = stages[last] ?? { key: 'owners', need: 1, from: owners };
  return { stage, index: last, stages };
};

/** Nobody votes twice on one request: would a later stage lack people once these are spent on stage `index`? */
const spoilsLater = (
  count: VoteCount,
  index: number,
  spending: Person[],
  { requester, rules }: { requester: Person; rules: Catalog },
): boolean => {
  const { stages, votes } = count;
  const have = stages.map((_, at) => votes.filter(({ stage }) => stage === at).length);
  const after = have.map((given, at) => (at === index ? given + 1 : given));
  const spent = votes.flatMap(vote => [vote.voter, vote.slot]);
  const can = (given: number[], people: Person[]) =>
    canBeCompleted({ stages, have: given, spent: people, requester }, rules);
  return can(have, spent) && !can(after, [...spent, ...spending]);
};

/** The same human by these rules, whatever they are called there. */
const today = ({ slack }: Person, rules: Catalog): Person | undefined =>
  Object.values(rules.people).find(known =>
    slack.users.some(userId => usesAccount(known, { teamId: slack.team, userId })),
  );

const hasVoted = (person: Person, { decisions }: RequestRecord): boolean =>
  Object.values(decisions).some(({ by }) => usesAccount(person, by));

const mayApprove = (person: Person, given: Case): MayDecide => {
  const { record, rules, now } = given;
  const shut = closed(given);
  if (shut !== undefined) return shut;
  const voter = today(person, rules) ?? person;
  if (isRequester(voter, record, rules))
    return mayNotDecide('own-request', 'Nobody decides on their own request.');
  const fit = stillFits(record, rules);
  if (!fit.ok) return fit;
  const count = countVotes(record, rules);
  const { stage, index, stages } = openStage(record, rules, count);
  const { requester } = fit;
  const taken = slotFor({ voter, stage, count, record, requester, rules, now });
  if (!('slot' in taken)) return taken;
  if (spoilsLater(count, index, [voter, taken.slot], { requester, rules })) {
    return mayNotDecide(
      'not-an-approver',
      'You are needed in a later stage of this request, so someone else has to decide now.',
    );
  }
  return {
    ok: true,
    rule: fit.rule,
    counts: countsFor(stages, index),
    needMore: Math.max(0, count.need - count.have - 1),
    ...(taken.slot.name === voter.name ? {} : { onBehalfOf: actorOf(taken.slot) }),
  };
};

/**
 * As for approving, but a request that today's rules would not take any more can still be denied by whoever was asked.
 */
const mayDeny = (person: Person, given: Case): MayDecide => {
  const may = mayApprove(person, given);
  if (may.ok || (may.code !== 'no-longer-allowed' && may.code !== 'requester-gone')) return may;
  const { record, rules } = given;
  const rule = roleNow(record, rules);
  const asked = record.stages[record.stage]?.from ?? [];
  const known = today(person, rules) !== undefined;
  const decides = known && asked.includes(person.name) && !hasVoted(person, record);
  if (!decides) return may;
  return {
    ok: true,
    rule: rule.ok ? rule.rule : record.rule,
    counts: countsFor(record.stages, record.stage),
    needMore: 0,
  };
};

/** May this person say yes, or no, at this moment, by the rules in force? A refusal is in words for them. */
export const mayDecide = (person: Person, verdict: Decision['verdict'], given: Case): MayDecide =>
  verdict === 'approve' ? mayApprove(person, given) : mayDeny(person, given);

/** Everyone who may approve at this moment: exactly those for whom `mayDecide` says yes. */
export const whoCanDecide = ({ record, rules, now }: Case): Person[] => {
  if (record.status !== 'PENDING') return [];
  const requester = personOf(rules, record.requester);
  if (requester === undefined) return [];
  const { stage } = openStage(record, rules, countVotes(record, rules));
  return candidatesOf(stage, requester, rules, now).filter(
    person => mayDecide(person, 'approve', { record, rules, now }).ok,
  );
};

/** What the decisions on record make of a request by the rules in force. */
export type Standing =
  | { done: true }
  /** `stages`: today's, each with only those who can be asked; `stage`: the one that is open. */
  | { done: false; stage: number; stages: Stage[] };

/** Counts the decisions on record by the rules in force. A role or requester that is gone is never done. */
export const standingOf = (record: RequestRecord, rules: Catalog): Standing => {
  const count = countVotes(record, rules);
  return count.done ? { done: true } : { done: false, stage: count.stage, stages: count.stages.map(asked) };

  function asked(stage: Stage): Stage {
    const people = stage.from.flatMap(name => personNamed(rules, name) ?? []);
    const others = people.filter(person => !isRequester(person, record, rules));
    return { ...stage, from: others.map(({ name }) => name) };
  }
};
