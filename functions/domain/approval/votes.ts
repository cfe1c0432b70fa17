import type { Catalog, Person, Role, Stage } from '../catalog.ts';
import { personOf, sameHuman } from '../identity.ts';
import type { Decision, RequestRecord } from '../record.ts';
import { roleNow } from '../roles.ts';
import { toMs } from '../time.ts';
import { standsIn } from './people.ts';
import { stageOf, stagesOf } from './stages.ts';

/** An approval that counts: in which stage, and the two people it uses up: who voted and whose slot was taken. */
export type CountedVote = { decision: Decision; stage: number; voter: Person; slot: Person };

export type VoteCount = {
  /** Today's stages; empty when the rule is `auto` or the role is gone. */
  stages: Stage[];
  /** The first stage that lacks approvals; `stages.length` when none does. */
  stage: number;
  /** Approvals counted and needed in that stage; 0 of 0 when none is open. */
  have: number;
  need: number;
  votes: CountedVote[];
  done: boolean;
};

/** Two votes that use the same human, as voter or as the one whose slot was taken. */
export const sharesHuman = (
  a: Pick<CountedVote, 'voter' | 'slot'>,
  b: Pick<CountedVote, 'voter' | 'slot'>,
): boolean => [a.voter, a.slot].some(one => sameHuman(one, b.voter) || sameHuman(one, b.slot));

type Rule = { stages: Stage[]; requester: Person; rules: Catalog };

/** The approval as today's rules see it, or undefined when it no longer counts. */
const counted = (decision: Decision, { stages, requester, rules }: Rule): CountedVote | undefined => {
  const stage = stageOf(decision, stages);
  const voter = personOf(rules, decision.by);
  const slot = personOf(rules, decision.onBehalfOf ?? decision.by);
  if (voter === undefined || slot === undefined || !stages[stage]?.from.includes(slot.name)) return undefined;
  if (sameHuman(voter, requester) || sameHuman(slot, requester)) return undefined;
  if (slot.name !== voter.name && !standsIn(voter, slot, toMs(decision.at))) return undefined;
  return { decision, stage, voter, slot };
};

const countedVotes = (record: RequestRecord, rule: Rule): CountedVote[] => {
  const votes: CountedVote[] = [];
  const inOrder = Object.values(record.decisions)
    .filter(({ verdict }) => verdict === 'approve')
    .sort((a, b) => stageOf(a, rule.stages) - stageOf(b, rule.stages) || toMs(a.at) - toMs(b.at));
  for (const decision of inOrder) {
    const vote = counted(decision, rule);
    if (vote && !votes.some(other => sharesHuman(other, vote))) votes.push(vote);
  }
  return votes;
};

const nothing: VoteCount = { stages: [], stage: 0, have: 0, need: 0, votes: [], done: false };

const countFor = (record: RequestRecord, role: Role, requester: Person, rules: Catalog): VoteCount => {
  const stages = stagesOf(role);
  const votes = countedVotes(record, { stages, requester, rules });
  const haveIn = (index: number) => votes.filter(({ stage }) => stage === index).length;
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
 * Counts recorded approvals by the rules in force: each human once over all stages, and only those who may still
 * decide. A role or requester that is gone is never done.
 */
export const countVotes = (record: RequestRecord, rules: Catalog): VoteCount => {
  const now = roleNow(record, rules);
  const requester = personOf(rules, record.requester);
  return now.ok && requester !== undefined ? countFor(record, now.role, requester, rules) : nothing;
};
