import type { Catalog, Person, Stage } from '../catalog.ts';
import { personNamed, sameHuman } from '../identity.ts';
import type { RequestRecord } from '../record.ts';
import { listNames } from '../text.ts';
import { toMs } from '../time.ts';
import { othersIn } from './stages.ts';
import { sharesHuman, type Tally } from './votes.ts';

export type VoteRefusal =
  | 'own-request'
  | 'not-an-approver'
  | 'already-voted'
  | 'already-decided'
  | 'past-deadline'
  | 'requester-gone'
  | 'no-longer-allowed';

export type Refused = { ok: false; code: VoteRefusal; message: string };

export const no = (code: VoteRefusal, message: string): Refused => ({ ok: false, code, message });

/** One click: who wants a place in which round of what; `now` in ms. */
export type Click = {
  voter: Person;
  stage: Stage;
  count: Tally;
  record: RequestRecord;
  requester: Person;
  catalog: Catalog;
  now: number;
};

const delegates = (seat: Person, voter: Person, now: number): boolean =>
  seat.delegate !== undefined && seat.delegate.to === voter.name && now < toMs(seat.delegate.until);

/** Whose places in the round this person can take: their own first, then those of people who are away. */
const seatsOf = ({ voter, stage, catalog, now }: Click): Person[] => {
  if (personNamed(catalog, voter.name) === undefined) return [];
  const own = stage.from.includes(voter.name) ? [voter] : [];
  const away = stage.from
    .flatMap(name => personNamed(catalog, name) ?? [])
    .filter(person => person.name !== voter.name && delegates(person, voter, now));
  return [...own, ...away];
};

const votedBefore = ({ voter, record, catalog }: Click): Refused | undefined => {
  const same = Object.values(record.decisions).find(({ by }) => {
    const other = personNamed(catalog, by.person);
    return by.person === voter.name || (other !== undefined && sameHuman(other, voter));
  });
  if (same === undefined) return undefined;
  const word = same.verdict === 'approve' ? 'approved' : 'denied';
  return no('already-voted', `You have already ${word} this request. Someone else has to decide now.`);
};

const outsider = ({ voter, stage, count, record, requester, catalog }: Click): Refused => {
  const can = othersIn(stage, requester, catalog).map(({ name }) => name);
  const who = `${listNames(can)} can decide.`;
  const names = (stages: Stage[]): boolean => stages.some(({ from }) => from.includes(voter.name));
  if (personNamed(catalog, voter.name) !== undefined && names(count.stages)) {
    return no('not-an-approver', `This round is not yours: now ${who}`);
  }
  return names(record.stages)
    ? no('no-longer-allowed', `You could decide on this when it was asked, but the rule has changed. ${who}`)
    : no('not-an-approver', `You cannot decide on this request. ${who}`);
};

/** The place this person takes in the round, their own or that of someone who is away. */
export const seatFor = (click: Click): { seat: Person } | Refused => {
  const { voter, count, requester } = click;
  const before = votedBefore(click);
  if (before !== undefined) return before;
  const all = seatsOf(click);
  if (all.length === 0) return outsider(click);
  const foreign = all.filter(seat => !sameHuman(seat, requester));
  if (foreign.length === 0) {
    return no(
      'own-request',
      `You stand in for ${requester.name} here, and nobody decides on their own request.`,
    );
  }
  const taken = (seat: Person) => count.votes.find(vote => sharesHuman(vote, { voter, seat }));
  const seat = foreign.find(free => taken(free) === undefined);
  if (seat !== undefined) return { seat };
  const other = foreign.map(taken).find(vote => vote !== undefined);
  return no('already-voted', `${other?.voter.name ?? 'Someone'} has already approved in your place.`);
};
