import type { AccessInput, AccessOutput } from '../../statemachines/access.contract.ts';
import { stillFits } from '../domain/approval/index.ts';
import { CurfewError } from '../domain/errors.ts';
import type { Extension, RequestRecord } from '../domain/record.ts';
import { warnAt } from '../domain/schedule.ts';
import { type Iso, toMs } from '../domain/time.ts';
import { moveOf } from '../domain/transitions.ts';
import { anotherPrincipal } from '../grants/principal.ts';
import { type LeaseDeps, lostLease, type TargetWork, underLease } from './leased-target.ts';
import type { Invocation, StepDeps } from './port.ts';

export type ExtendDeps = LeaseDeps & Pick<StepDeps, 'catalog'>;

/**
 * Carries out an extension that was recorded by a click: first the holder entries, then AWS, then `until`. On failure
 * the old end stands. Throws `Superseded` or `Refused` when the end came first, or today's rules would not give it, `UnknownRequest`, else what the kind
 * throws.
 */
export const extend = async (
  deps: ExtendDeps,
  { requestId }: AccessInput<'Extend'>,
  invocation: Invocation,
): Promise<AccessOutput<'Extend'>> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  const { until, extension } = record;
  if (record.status !== 'GRANTED' || until === undefined) throw superseded(record);
  if (record.wake !== 'extend' || extension === undefined) {
    // An earlier attempt wrote the new end and its answer was lost, or nobody asked: the record's end is right.
    return { until, warnAt: record.warnAt ?? until };
  }
  if (toMs(until) <= deps.now()) {
    throw new CurfewError('Refused', `${requestId} has reached its end; it cannot be extended any more.`);
  }
  await requireFit(deps, record);
  for (const requested of record.targets)
    await extendTarget(deps, { record, requested, invocation }, extension);
  return activate(deps, record, until, extension);
};

/** Rules may have changed since the click: what they would not give any more is not lengthened. */
const requireFit = async ({ catalog, kinds }: ExtendDeps, record: RequestRecord): Promise<void> => {
  const rules = await catalog.load();
  if (rules === undefined)
    throw new CurfewError('Refused', 'No access.yml is applied, so nothing can be extended.');
  const fit = stillFits(record, rules);
  const problem = fit.ok ? anotherPrincipal(kinds, record, rules) : fit.message;
  if (problem !== undefined) throw new CurfewError('Refused', problem);
};

const superseded = (record: RequestRecord): CurfewError =>
  new CurfewError('Superseded', `${record.requestId} is ${record.status} now.`);

const extendTarget = (deps: LeaseDeps, work: TargetWork, extension: Extension): Promise<void> =>
  underLease(deps, work, async ({ requested, kind, lease, ctx }) => {
    const { record } = work;
    const fresh = await deps.requests.get(record.requestId);
    if (fresh?.status !== 'GRANTED') throw superseded(fresh ?? record);
    const bound = fresh.endsBy ?? extension.to;
    if (!(await deps.holdings.extendHolder(lease, record.requestId, bound))) throw lostLease(requested);
    const entry = fresh.progress[requested.resourceKey] ?? {};
    if (entry.preexisting) return;
    const { target, principal } = requested;
    const held = { target, principal, receipt: entry.receipt ?? {} };
    const receipt = await kind.extend(ctx, held, extension.to, bound);
    await deps.requests.recordProgress(record.requestId, requested.resourceKey, { receipt });
  });

const activate = async (
  deps: LeaseDeps,
  record: RequestRecord,
  seen: Iso,
  extension: Extension,
): Promise<AccessOutput<'Extend'>> => {
  const { to: until, by } = extension;
  const end = { until, warnAt: warnAt(until, extension.byMs) };
  const move = moveOf('extend', { ...record, until }, deps.now(), { by, detail: { from: seen, to: until } });
  const extended = await deps.requests.extended(move, seen, end);
  if (extended === undefined) throw superseded((await deps.requests.get(record.requestId)) ?? record);
  return end;
};
