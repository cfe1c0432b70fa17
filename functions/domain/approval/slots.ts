import type { Catalog, Person, Stage } from '../catalog.ts';
import { personNamed, personOf, sameHuman, usesAccount } from '../identity.ts';
import type { RequestRecord } from '../record.ts';
import { listNames } from '../text.ts';
import { candidatesOf, standsIn } from './people.ts';
import { sharesHuman, type VoteCount } from './votes.ts';

export type DecisionRefusal =
  | 'own-request'
  | 'not-an-approver'
  | 'already-voted'
  | 'already-decided'
  | 'past-deadline'
  | 'requester-gone'
  | 'no-longer-allowed';

/** Why someone may not decide, in words for them. */
export type MayNotDecide = { ok: false; code: DecisionRefusal; message: string };

export const mayNotDecide = (code: DecisionRefusal, message: string): MayNotDecide => ({
  ok: false,
  code,
  message,
});

/** Who wants an approver slot, in which stage of which request; `now` in epoch ms. */
export type SlotWish = {
  voter: Person;
  stage: Stage;
  count: VoteCount;
  record: RequestRecord;
  requester: Person;
  rules: Catalog;
  now: number;
};

/** Whose slots in the stage this person can take: their own first, then those of people who are away. */
const slotsOf = ({ voter, stage, rules, now }: SlotWish): Person[] => {
  if (personNamed(rules, voter.name) === undefined) return [];
  const own = stage.from.includes(voter.name) ? [voter] : [];
  const away = stage.from
    .flatMap(name => personNamed(rules, name) ?? [])
    .filter(person => standsIn(voter, person, now));
  return [...own, ...away];
};

const votedBefore = ({ voter, record, rules }: SlotWish): MayNotDecide | undefined => {
  const same = Object.values(record.decisions).find(({ by }) => {
    const other = personOf(rules, by);
    return usesAccount(voter, by) || (other !== undefined && sameHuman(other, voter));
  });
  if (same === undefined) return undefined;
  const word = same.verdict === 'approve' ? 'approved' : 'denied';
  return mayNotDecide(
    'already-voted',
    `You have already ${word} this request. Someone else has to decide now.`,
  );
};

const outsider = ({ voter, stage, count, record, requester, rules, now }: SlotWish): MayNotDecide => {
  const can = candidatesOf(stage, requester, rules, now).map(({ name }) => name);
  const who = `${listNames(can)} can decide.`;
  const names = (stages: Stage[]): boolean => stages.some(({ from }) => from.includes(voter.name));
  if (personNamed(rules, voter.name) !== undefined && names(count.stages)) {
    return mayNotDecide('not-an-approver', `Other people decide in this stage: ${who}`);
  }
  return names(record.stages)
    ? mayNotDecide(
        'no-longer-allowed',
        `You could decide on this when it was asked, but the rule has changed. ${who}`,
      )
    : mayNotDecide('not-an-approver', `You cannot decide on this request. ${who}`);
};

/** The slot this person takes in the stage, their own or that of someone who is away. */
export const slotFor = (wish: SlotWish): { slot: Person } | MayNotDecide => {
  const { voter, count, requester } = wish;
  const before = votedBefore(wish);
  if (before !== undefined) return before;
  const all = slotsOf(wish);
  if (all.length === 0) return outsider(wish);
  const foreign = all.filter(slot => !sameHuman(slot, requester));
  if (foreign.length === 0) {
    return mayNotDecide(
      'own-request',
      `You act for ${requester.name} here, and nobody decides on their own request.`,
    );
  }
  const taken = (slot: Person) => count.votes.find(vote => sharesHuman(vote, { voter, slot }));
  const slot = foreign.find(free => taken(free) === undefined);
  if (slot !== undefined) return { slot };
  const other = foreign.map(taken).find(vote => vote !== undefined);
  return mayNotDecide(
    'already-voted',
    `${other?.voter.name ?? 'Someone'} has already approved in your place.`,
  );
};
