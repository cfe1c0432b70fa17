import { type MayDecide, mayDecide, standingOf } from '../domain/approval/index.ts';
import type { Catalog } from '../domain/catalog.ts';
import { accountKey, usesAccount } from '../domain/identity.ts';
import type { Decision, Outcome, RequestRecord } from '../domain/record.ts';
import { cleanText } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import { moveOf, type TransitionName } from '../domain/transitions.ts';
import { anotherPrincipal } from '../grants/principal.ts';
import type { DecisionWrite } from '../ledger/requests.ts';
import type { ServiceDeps } from './deps.ts';
import type { Acted, Caller } from './port.ts';
import { resumeExecution, unknownRequest } from './resume.ts';

type Ballot = { verdict: Decision['verdict']; reason?: string; caller: Caller };

/** Races for one request are short: someone else's decision, or the machine storing a token. */
const attempts = 4;
const longestReason = 500;

/** `Service.approve`. */
export const approve = (deps: ServiceDeps, requestId: string, caller: Caller) =>
  vote(deps, requestId, { verdict: 'approve', caller });

/** `Service.deny`. The reason is cleaned and cut to 500 characters. */
export const deny = async (
  deps: ServiceDeps,
  requestId: string,
  caller: Caller,
  reason: string,
): Promise<Acted> => {
  const why = cleanText(reason).slice(0, longestReason);
  return why === '' ? noReason : vote(deps, requestId, { verdict: 'deny', reason: why, caller });
};

const noReason: Acted = {
  ok: false,
  code: 'needs-reason',
  message: 'Give a reason, so that they know what to change.',
};

/**
 * One conditional write, then one resume. Eligibility and vote count are worked out on the revision that was read, and
 * the write holds only for that revision; on a lost race all is read and worked out again.
 */
const vote = async (deps: ServiceDeps, requestId: string, ballot: Ballot): Promise<Acted> => {
  const [rules, first] = await Promise.all([deps.catalog.load(), deps.requests.get(requestId)]);
  if (first === undefined || rules === undefined) return unknownRequest;
  let record: RequestRecord | undefined = first;
  for (let attempt = 0; attempt < attempts && record !== undefined; attempt += 1) {
    const acted = await tryVote(deps, record, rules, ballot);
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
  rules: Catalog,
  ballot: Ballot,
): Promise<Acted | undefined> => {
  const now = deps.now();
  const { person, actor, source } = ballot.caller;
  const may = mayDecide(person, ballot.verdict, { record, rules, now });
  if (!may.ok) return repeated(record, ballot) ?? { ...may, record };
  const stale = ballot.verdict === 'approve' ? anotherPrincipal(deps.kinds, record, rules) : undefined;
  if (stale !== undefined) return { ok: false, code: 'no-longer-allowed', message: stale, record };
  const gone = ballot.verdict === 'approve' && (await requesterGone(deps, record));
  const decision = decisionOf(ballot, may, rules, now);
  const { transition, write } = decisionWrite(record, rules, decision, gone);
  const move = moveOf(transition, record, now, {
    source,
    by: actor,
    detail: {
      rule: may.rule,
      counts: may.counts,
      catalogHash: rules.hash,
      reason: ballot.reason,
      onBehalfOf: may.onBehalfOf,
    },
  });
  const voted = await deps.requests.decide(move, toIso(now), write);
  if (voted === undefined) return undefined;
  if (voted.status !== 'PENDING' || voted.stage !== record.stage) {
    await resumeExecution(deps, voted, voted.askToken);
  }
  if (gone) {
    const message = 'The requester no longer has an active Slack account, so the request was cancelled.';
    return { ok: false, code: 'requester-gone', message, record: voted };
  }
  return { ok: true, record: voted, message: said(voted) };
};

/** A repeated click finds its own decision, which is success. */
const repeated = (record: RequestRecord, { verdict, caller }: Ballot): Acted | undefined =>
  Object.values(record.decisions).find(({ by }) => usesAccount(caller.person, by))?.verdict === verdict
    ? { ok: true, record, message: said(record) }
    : undefined;

const requesterGone = async (deps: ServiceDeps, record: RequestRecord): Promise<boolean> => {
  const requester = await deps.users.user(record.requester.userId);
  return requester === undefined || requester.deleted;
};

const decisionOf = (
  { verdict, reason, caller }: Ballot,
  may: Extract<MayDecide, { ok: true }>,
  rules: Catalog,
  now: number,
): Decision => ({
  verdict,
  counts: may.counts,
  by: caller.actor,
  ...(may.onBehalfOf !== undefined && { onBehalfOf: may.onBehalfOf }),
  ...(reason !== undefined && reason !== '' && { reason }),
  source: caller.source,
  at: toIso(now),
  rule: may.rule,
  catalogHash: rules.hash,
});

/** What the decision makes of the request, and what is written of it. */
const decisionWrite = (
  record: RequestRecord,
  rules: Catalog,
  decision: Decision,
  gone: boolean,
): { transition: TransitionName; write: DecisionWrite } => {
  const { rev, stage, stages } = record;
  const write = { rev, decision, stage, stages, outcome: gone ? goneOutcome : undefined };
  if (gone) return { transition: 'cancelGone', write };
  if (decision.verdict === 'deny') return { transition: 'deny', write };
  const decisions = { ...record.decisions, [accountKey(decision.by)]: decision };
  const standing = standingOf({ ...record, decisions }, rules);
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
  return record.status === 'DENIED' ? 'Denied. The requester is notified of the reason.' : 'Approved.';
};
