import type { Catalog, Person, Role, Stage } from '../catalog.ts';
import { personNamed, sameHuman } from '../identity.ts';
import type { Decision, RequestRecord } from '../record.ts';
import { roleNow } from '../roles.ts';
import { toMs } from '../time.ts';
import { stagesOf } from './stages.ts';

/** A vote that counts, and the two people it uses up: who voted and whose place in the rule was taken. */
export type Vote = { decision: Decision; voter: Person; seat: Person };

export type Tally = {
  /** Today's rounds; empty when the rule is `auto` or the role is gone. */
  stages: Stage[];
  /** The first round that lacks approvals; `stages.length` when none does. */
  stage: number;
  /** Approvals counted and needed in that round; 0 of 0 when none is open. */
  have: number;
  need: number;
  votes: Vote[];
  done: boolean;
};

const covers = (seat: Person, voter: Person, at: number): boolean =>
  seat.delegate !== undefined && seat.delegate.to === voter.name && at < toMs(seat.delegate.until);

/** The vote as today's catalog sees it, or undefined when it no longer counts. */
const voteOf = (decision: Decision, stage: Stage, requester: Person, catalog: Catalog): Vote | undefined => {
  const voter = personNamed(catalog, decision.by.person);
  const seat = personNamed(catalog, decision.onBehalfOf ?? decision.by.person);
  if (voter === undefined || seat === undefined || !stage.from.includes(seat.name)) return undefined;
  if (sameHuman(voter, requester) || sameHuman(seat, requester)) return undefined;
  if (seat.name !== voter.name && !covers(seat, voter, toMs(decision.at))) return undefined;
  return { decision, voter, seat };
};

/** Two votes that use the same human, as voter or as the one whose place was taken. */
export const sharesHuman = (a: Omit<Vote, 'decision'>, b: Omit<Vote, 'decision'>): boolean =>
  [a.voter, a.seat].some(one => sameHuman(one, b.voter) || sameHuman(one, b.seat));

const countedVotes = (
  record: RequestRecord,
  stages: Stage[],
  requester: Person,
  catalog: Catalog,
): Vote[] => {
  const votes: Vote[] = [];
  const inOrder = Object.values(record.decisions)
    .filter(({ verdict }) => verdict === 'approve')
    .sort((a, b) => a.stage - b.stage || toMs(a.at) - toMs(b.at));
  for (const decision of inOrder) {
    const stage = stages[decision.stage];
    const vote = stage && voteOf(decision, stage, requester, catalog);
    if (vote && !votes.some(other => sharesHuman(other, vote))) votes.push(vote);
  }
  return votes;
};

const nothing: Tally = { stages: [], stage: 0, have: 0, need: 0, votes: [], done: false };

const tallyFor = (record: RequestRecord, role: Role, requester: Person, catalog: Catalog): Tally => {
  const stages = stagesOf(role);
  const votes = countedVotes(record, stages, requester, catalog);
  const haveIn = (index: number) => votes.filter(({ decision }) => decision.stage === index).length;
  const open = stages.findIndex(({ need }, index) => haveIn(index) < need);
  const stage = open < 0 ? stages.length : open;
  return {
    stages,
    stage,
    have: open < 0 ? 0 : haveIn(open),
    need: stages[stage]?.need ?? 0,
    votes,
    done: open < 0,
  };
};

/**
 * Counts recorded approvals by the rules in force: each human once, only those who may still decide, whatever round
 * they may appear in. A role or requester that is gone is never done.
 */
export const tally = (record: RequestRecord, catalog: Catalog): Tally => {
  const now = roleNow(record, catalog);
  const requester = personNamed(catalog, record.requester.person);
  return now.ok && requester !== undefined ? tallyFor(record, now.role, requester, catalog) : nothing;
};
