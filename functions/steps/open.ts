import type { AccessInput, AccessOutput } from '../../statemachines/access.contract.ts';
import { type Decided, decide } from '../domain/approval/index.ts';
import type { Catalog } from '../domain/catalog.ts';
import { CurfewError } from '../domain/errors.ts';
import { personOf } from '../domain/identity.ts';
import type { RequestRecord } from '../domain/record.ts';
import { validateRequest } from '../domain/request.ts';
import { minute } from '../domain/time.ts';
import { moveOf, type TransitionName } from '../domain/transitions.ts';
import type { Opening } from '../ledger/requests.ts';
import type { StepDeps } from './port.ts';

export type OpenDeps = Pick<StepDeps, 'now' | 'requests' | 'catalog'>;

/**
 * Validates and decides again, on the rules in force, and trusts nothing the source did. Moves NEW to PENDING, APPROVED
 * or REFUSED; on a retry it answers what it did before. Throws `UnknownRequest`.
 */
export const open = async (
  deps: OpenDeps,
  { requestId }: AccessInput<'Open'>,
): Promise<AccessOutput<'Open'>> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  if (record.status !== 'NEW') return answer(record);
  const catalog = await deps.catalog.load();
  const now = deps.now();
  const { transition, opening } = openingOf(record, catalog, decided(record, catalog, now));
  const { rule, catalogHash, outcome, asks, stages, deadline } = opening;
  const move = moveOf(transition, { ...record, asks }, now, {
    detail: { rule, catalogHash, stages, asks, deadline, ...(outcome && { outcome }) },
  });
  const opened = await deps.requests.open(move, opening);
  const current = opened ?? (await deps.requests.get(requestId));
  if (current === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  return answer(current);
};

const decided = (record: RequestRecord, catalog: Catalog | undefined, now: number): Decided => {
  const refuse = (message: string): Decided => ({
    outcome: 'refused',
    problems: [{ field: 'form', message }],
  });
  if (catalog === undefined) return refuse('No access.yml is applied yet.');
  const requester = personOf(catalog, record.requester);
  if (requester === undefined) return refuse(`${record.requester.person} is no longer among the people.`);
  // The start was checked when the request was made; waiting in a queue must not make it invalid.
  const form = {
    project: record.project,
    role: record.role,
    duration: `${Math.round(record.durationMs / minute)}m`,
    justification: record.justification,
  };
  const valid = validateRequest(form, { catalog, requester, now });
  return valid.ok ? decide(valid.request, catalog, now) : { outcome: 'refused', problems: valid.problems };
};

const openingOf = (
  record: RequestRecord,
  catalog: Catalog | undefined,
  decision: Decided,
): { transition: TransitionName; opening: Opening } => {
  const nobody = {
    catalogHash: catalog?.hash ?? record.catalogHash,
    firstRequest: record.firstRequest,
    stages: [],
    asks: [],
    deadline: undefined,
    outcome: undefined,
  };
  switch (decision.outcome) {
    case 'refused': {
      const message = decision.problems.map(problem => problem.message).join(' ');
      const outcome = { code: 'refused', message };
      return { transition: 'refuse', opening: { ...nobody, rule: record.rule, outcome } };
    }
    case 'auto':
      return { transition: 'approveByRule', opening: { ...nobody, rule: decision.rule } };
    case 'ask': {
      const { rule, stages, asks, deadline } = decision;
      return { transition: 'ask', opening: { ...nobody, rule, stages, asks, deadline } };
    }
  }
};

const answer = (record: RequestRecord): AccessOutput<'Open'> => {
  const { asks, startAt } = record;
  if (record.status === 'PENDING') return { next: 'ask', asks, startAt };
  return { next: record.status === 'APPROVED' ? 'go' : 'refused', asks, startAt };
};
