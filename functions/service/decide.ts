import { type MayDecide, mayDecide, standingOf } from '../domain/approval/index.ts';
import type { Catalog, Person } from '../domain/catalog.ts';
import type { Decision, Outcome, RequestRecord } from '../domain/record.ts';
import type { Source } from '../domain/source.ts';
import { cleanText } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import { moveOf, type TransitionName } from '../domain/transitions.ts';
import type { DecisionWrite } from '../ledger/requests.ts';
import { whoIs } from '../slack/identify.ts';
import type { ServiceDeps } from './deps.ts';
import type { Acted, SlackAccount, Who } from './port.ts';
import { resumeExecution, unknownRequest } from './resume.ts';

type Known = Extract<Who, { known: unknown }>;
type Verdict = Decision['verdict'];
type Ballot = { verdict: Verdict; reason?: string; source: Source };

/** Races for one request are short: someone else's vote, or the machine storing a token. */
const attempts = 4;
const longestReason = 500;

export const approve = (deps: ServiceDeps, requestId: string, account: SlackAccount, source: Source) =>
  vote(deps, requestId, account, { verdict: 'approve', source });

export const deny = (
  deps: ServiceDeps,
  requestId: string,
  account: SlackAccount,
  reason: string,
  source: Source,
) =>
  vote(deps, requestId, account, {
    verdict: 'deny',
    reason: cleanText(reason).slice(0, longestReason),
    source,
  });

/**
 * One conditional write, then one resume. Eligibility and quorum are worked out on the revision that was read, and the
 * write holds only for that revision; on a lost race all is read and worked out again.
 */
const vote = async (
  deps: ServiceDeps,
  requestId: string,
  account: SlackAccount,
  ballot: Ballot,
): Promise<Acted> => {
  const [who, catalog, first] = await Promise.all([
    whoIs(deps, account),
    deps.catalog.load(),
    deps.requests.get(requestId),
  ]);
  if ('refused' in who) return { ok: false, code: 'not-a-person', message: who.refused };
  if (first === undefined || catalog === undefined) return unknownRequest;
  let record: RequestRecord | undefined = first;
  for (let attempt = 0; attempt < attempts && record !== undefined; attempt += 1) {
    const acted = await tryVote(deps, record, catalog, who, ballot);
    if (acted !== undefined) return acted;
    record = await deps.requests.get(requestId);
  }
  return {
    ok: false,
    code: 'try-again',
    message: 'Several people decided at the same moment. Please look at the card and click again if needed.',
  };
};

const tryVote = async (
  deps: ServiceDeps,
  record: RequestRecord,
  catalog: Catalog,
  who: Known,
  ballot: Ballot,
): Promise<Acted | undefined> => {
  const now = deps.now();
  const may = mayDecide(who.known, ballot.verdict, { record, rules: catalog, now });
  if (!may.ok) return settled(record, who.known, ballot) ?? refusal(record, may);
  const gone = ballot.verdict === 'approve' && (await requesterGone(deps, record));
  const { transition, write } = decisionWrite(record, catalog, who, { ...ballot, may, gone, now });
  const move = moveOf(transition, record, now, {
    source: ballot.source,
    by: who.actor,
    detail: { rule: may.rule, catalogHash: catalog.hash, reason: ballot.reason, onBehalfOf: may.onBehalfOf },
  });
  const voted = await deps.requests.decide(move, toIso(now), write);
  if (voted === undefined) return undefined;
  if (voted.status !== 'PENDING' || voted.stage !== record.stage)
    await resumeExecution(deps, voted, voted.askToken);
  if (gone) {
    const message = 'The requester no longer has an active Slack account, so the request was cancelled.';
    return { ok: false, code: 'requester-gone', message, record: voted };
  }
  return { ok: true, record: voted, message: said(voted) };
};

/** A retried click finds its own vote: that is success, said again. */
const settled = (record: RequestRecord, person: Person, ballot: Ballot): Acted | undefined => {
  const own = record.decisions[person.name];
  return own?.verdict === ballot.verdict ? { ok: true, record, message: said(record) } : undefined;
};

const refusal = (record: RequestRecord, may: Extract<MayDecide, { ok: false }>): Acted => ({
  ok: false,
  code: may.code,
  message: may.message,
  record,
});

const requesterGone = async (deps: ServiceDeps, record: RequestRecord): Promise<boolean> => {
  const requester = await deps.slack.user(record.requester.userId);
  return requester === undefined || requester.deleted;
};

type Cast = Ballot & { may: Extract<MayDecide, { ok: true }>; gone: boolean; now: number };

/** What the decision makes of the request, and what is written of it. */
const decisionWrite = (
  record: RequestRecord,
  catalog: Catalog,
  { actor }: Known,
  { may, gone, now, ...ballot }: Cast,
): { transition: TransitionName; write: DecisionWrite } => {
  const decision: Decision = {
    verdict: ballot.verdict,
    counts: may.counts,
    by: actor,
    ...(may.onBehalfOf !== undefined && { onBehalfOf: may.onBehalfOf }),
    ...(ballot.reason !== undefined && ballot.reason !== '' && { reason: ballot.reason }),
    source: ballot.source,
    at: toIso(now),
    rule: may.rule,
    catalogHash: catalog.hash,
  };
  const { rev, stage, stages } = record;
  const write = { rev, decision, stage, stages, outcome: gone ? goneOutcome : undefined };
  if (gone) return { transition: 'cancelGone', write };
  if (ballot.verdict === 'deny') return { transition: 'deny', write };
  const decisions = { ...record.decisions, [actor.person]: decision };
  const standing = standingOf({ ...record, decisions }, catalog);
  if (standing.done) return { transition: 'approve', write };
  const next = { stage: standing.stage, stages: standing.stages };
  return { transition: 'countApproval', write: { ...write, ...next } };
};

const goneOutcome: Outcome = {
  code: 'requester-gone',
  message: 'The requester no longer has an active Slack account.',
};

const said = (record: RequestRecord): string => {
  if (record.status === 'PENDING') return 'Your approval is recorded. More approvals are needed.';
  return record.status === 'DENIED' ? 'Denied. The requester will be told why.' : 'Approved.';
};
