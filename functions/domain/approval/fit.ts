import type { Catalog, Person, Role } from '../catalog.ts';
import { formatDuration } from '../duration.ts';
import { accountKey, personOf } from '../identity.ts';
import type { RequestRecord } from '../record.ts';
import { mayRequest, roleNow, sameTarget } from '../roles.ts';
import { listNames } from '../text.ts';
import { countVotes } from './votes.ts';

/** What today's rules say of the request, or in words for people why they do not allow it. */
export type Fit =
  | { ok: true; requester: Person; role: Role; rule: string }
  | { ok: false; code: 'requester-gone' | 'no-longer-allowed'; message: string };

const changed = (record: RequestRecord, role: Role, requester: Person): string | undefined => {
  const name = `${record.project}/${record.role}`;
  if (!mayRequest(role, requester)) return `${requester.name} may not request ${name} any more.`;
  if (record.durationMs > role.maxMs) {
    return `${name} now allows at most ${formatDuration(role.maxMs)}; this request is for ${formatDuration(record.durationMs)}.`;
  }
  const targetsStand =
    role.kind === record.kind &&
    record.targets.every(({ target }) => role.targets.some(offered => sameTarget(offered, target)));
  return targetsStand ? undefined : `${name} now grants something else than this request asks for.`;
};

/** Would this request still be accepted by the rules in force now? */
export const stillFits = (record: RequestRecord, rules: Catalog): Fit => {
  const requester = personOf(rules, record.requester);
  if (requester === undefined) {
    const message = `${record.requester.person} is no longer among the people who can ask for access.`;
    return { ok: false, code: 'requester-gone', message };
  }
  const now = roleNow(record, rules);
  const problem = now.ok ? changed(record, now.role, requester) : now.message;
  if (!now.ok || problem !== undefined) {
    return { ok: false, code: 'no-longer-allowed', message: `${problem} Please ask again.` };
  }
  return { ok: true, requester, role: now.role, rule: now.rule };
};

export type Eligible = { ok: true; rule: string; requester: Person } | { ok: false; message: string };

/**
 * The last check before the first AWS call: the requester may still ask, and the decisions of people who may still
 * decide suffice by today's rule, or that rule is `auto`.
 */
export const stillEligible = (record: RequestRecord, rules: Catalog): Eligible => {
  const fit = stillFits(record, rules);
  if (!fit.ok) return { ok: false, message: fit.message };
  const count = countVotes(record, rules);
  if (count.done) return { ok: true, rule: fit.rule, requester: fit.requester };
  const counted = new Set(count.votes.map(({ decision }) => accountKey(decision.by)));
  const lost = Object.values(record.decisions)
    .filter(({ verdict, by }) => verdict === 'approve' && !counted.has(accountKey(by)))
    .map(({ by }) => by.person);
  const why = lost.length === 0 ? '' : ` The approval of ${listNames(lost, 'and')} no longer counts.`;
  return {
    ok: false,
    message: `The rule in force (${fit.rule}) needs ${count.need} in stage ${count.stage + 1}, and ${count.have} counted.${why}`,
  };
};
