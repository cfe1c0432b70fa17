import type { AccessInput, AccessOutput } from '../../statemachines/access.contract.ts';
import { CurfewError, isCurfewError } from '../domain/errors.ts';
import type { RequestedTarget, RequestRecord, TargetProgress } from '../domain/record.ts';
import { warnAt } from '../domain/schedule.ts';
import { toIso, toMs } from '../domain/time.ts';
import { endsBy, moveOf } from '../domain/transitions.ts';
import { goneLately, othersHold } from '../ledger/holdings.ts';
import { requireEligible } from './eligible.ts';
import { requireBelieved, requireNotHeldBack } from './held-back.ts';
import {
  callsOf,
  kindOf,
  type LeaseDeps,
  type LeasedTarget,
  lostLease,
  queuesOf,
  underLease,
} from './leased-target.ts';
import { restoreHolders } from './lost-holder.ts';
import type { Invocation, StepDeps } from './port.ts';

export type GrantDeps = LeaseDeps & Pick<StepDeps, 'queues' | 'catalog' | 'catalogChain' | 'slack' | 'audit'>;

/**
 * Grants what was approved, target by target, and answers until when.
 * Throws `NotApproved`, `NotEligible`, `Superseded` (an end was asked for), `Refused`, `ProvisioningFailed`,
 * `UnknownRequest`, `LedgerBehind`: the machine goes to Revoke. Throws `StillProvisioning`, `Busy`, `Throttled`: it tries again.
 */
export const grant = async (
  deps: GrantDeps,
  { requestId }: AccessInput<'Grant'>,
  invocation: Invocation,
): Promise<AccessOutput<'Grant'>> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) throw new CurfewError('UnknownRequest', `There is no request ${requestId}.`);
  if (record.status === 'GRANTED') return endsOf(record);
  if (record.status !== 'APPROVED') await requireBelieved(deps, record);
  else {
    requireNotHeldBack(record);
    await deps.audit.requireDecided(record);
    await requireEligible(deps, record);
    await letRevocationsPass(deps, record);
  }
  const granting = await begin(deps, record);
  await grantTargets(deps, granting, invocation);
  return activate(deps, granting);
};

/** A target that AWS is still changing does not hold up the next. */
const grantTargets = async (
  deps: GrantDeps,
  granting: RequestRecord,
  invocation: Invocation,
): Promise<void> => {
  let waiting: unknown;
  for (const requested of granting.targets) {
    if (granting.progress[requested.resourceKey]?.seen === true) continue;
    try {
      await grantTarget(deps, granting, requested, invocation);
    } catch (error) {
      if (!isCurfewError(error, 'StillProvisioning')) throw await remembered(deps, granting, error);
      waiting = error;
    }
  }
  if (waiting !== undefined) throw waiting;
};

/** What AWS refused for good is kept for the message that closes the request. */
const remembered = async (
  deps: GrantDeps,
  { requestId }: RequestRecord,
  error: unknown,
): Promise<unknown> => {
  if (isCurfewError(error, 'Refused') || isCurfewError(error, 'ProvisioningFailed')) {
    await deps.requests.fail(requestId, { code: 'aws-refused', message: sentence(error.message) });
  }
  return error;
};

const sentence = (text: string): string => {
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};

const endsOf = (record: RequestRecord): AccessOutput<'Grant'> => {
  if (record.until === undefined || record.warnAt === undefined) {
    throw new CurfewError('LedgerConflict', `${record.requestId} is GRANTED without an end.`);
  }
  return { until: record.until, warnAt: record.warnAt };
};

/** Before the bound is written, so that waiting costs the requester no time of the grant. */
const letRevocationsPass = async (deps: GrantDeps, record: RequestRecord): Promise<void> => {
  const now = deps.now();
  for (const queue of queuesOf(kindOf(deps, record), record)) {
    if (await deps.queues.revocationsWait(queue, now))
      throw new CurfewError('Busy', `Revocations wait for ${queue}, and come first.`);
  }
};

const begin = async (deps: GrantDeps, record: RequestRecord): Promise<RequestRecord> => {
  if (record.wake === 'end') throw new CurfewError('Superseded', 'An end was asked for before the grant.');
  const now = deps.now();
  const bound = endsBy(now, record.durationMs);
  const move = moveOf('beginGrant', { ...record, endsBy: bound }, now, { detail: { endsBy: bound } });
  const first = record.status === 'APPROVED';
  const granting = await deps.requests.beginGrant(move, { endsBy: bound, noted: first });
  if (granting !== undefined) return granting;
  const message = `${record.requestId} is ${record.status}, not approved.`;
  throw new CurfewError(record.status === 'PENDING' ? 'NotApproved' : 'Superseded', message);
};

const grantTarget = (
  deps: GrantDeps,
  granting: RequestRecord,
  requested: RequestedTarget,
  invocation: Invocation,
): Promise<void> =>
  underLease(deps, { record: granting, requested, invocation }, async leased => {
    await requireStillGranting(deps, granting.requestId);
    const preexisting = await addHolder(deps, granting, leased);
    const entry: TargetProgress = { preexisting };
    if (!preexisting) entry.receipt = await give(granting, leased);
    await deps.requests.recordProgress(granting.requestId, requested.resourceKey, entry);
    const { target, principal } = requested;
    const readBack = await leased.kind.holds(leased.ctx, target, principal, entry.receipt);
    if (readBack !== 'yes') {
      throw new CurfewError('StillProvisioning', `${requested.resourceKey} does not show the access yet.`);
    }
    const seen = { seen: true, ...callsOf(granting, leased) };
    await deps.requests.recordProgress(granting.requestId, requested.resourceKey, seen);
  });

/** Read after the lease is held: a Revoke that began in between waits for the lease and will see our entry. */
const requireStillGranting = async (deps: GrantDeps, requestId: string): Promise<void> => {
  const fresh = await deps.requests.get(requestId);
  if (fresh?.status !== 'GRANTING' || fresh.wake === 'end') {
    throw new CurfewError('Superseded', `${requestId} is ${fresh?.status} now.`);
  }
};

/** Our entry goes in before the first AWS call. Answers whether the access is pre-existing. */
const addHolder = async (
  deps: GrantDeps,
  granting: RequestRecord,
  leased: LeasedTarget,
): Promise<boolean> => {
  const { requested, lease, kind, ctx } = leased;
  const { holding } = lease;
  const now = deps.now();
  const decided =
    holding.preexisting !== undefined &&
    (Object.hasOwn(holding.holders, granting.requestId) || othersHold(holding, granting.requestId, now));
  const seen = decided ? holding.preexisting : await preexisting();
  const holder = {
    kind: granting.kind,
    principal: requested.principal,
    target: requested.target,
    until: granting.endsBy ?? toIso(now),
  };
  const claimed = await deps.holdings.addHolder(lease, granting.requestId, holder, seen === true);
  if (claimed === undefined) throw lostLease(requested);
  return claimed.preexisting === true && (await stillStands());

  /** Someone may have removed pre-existing access meanwhile: then it is ours to give and to revoke. */
  async function stillStands(): Promise<boolean> {
    if (!decided) return true;
    if ((await kind.holds(ctx, requested.target, requested.principal)) !== 'no') return true;
    if (!(await deps.holdings.markNotPreexisting(lease))) throw lostLease(requested);
    return false;
  }

  async function preexisting(): Promise<boolean> {
    if (goneLately(holding, now) || holding.pending !== undefined) return false;
    const held = await kind.holds(ctx, requested.target, requested.principal);
    if (held === 'changing') {
      throw new CurfewError('StillProvisioning', `${requested.resourceKey} is still changing in AWS.`);
    }
    if (held !== 'yes') return false;
    // Nobody holds it, and still it is there: where live requests of this person explain it, their holders were lost.
    return (await restoreHolders(deps, granting, leased)) ?? true;
  }
};

const give = (granting: RequestRecord, { requested, kind, ctx }: LeasedTarget) => {
  const until = granting.endsBy;
  if (until === undefined) throw new CurfewError('LedgerConflict', 'No AWS call without a durable bound.');
  return kind.grant(ctx, requested.target, requested.principal, until);
};

/** In epoch ms, for targets that AWS itself ends: counted from when each was given. */
const endsInAws = ({ progress }: RequestRecord): number[] =>
  Object.values(progress).flatMap(({ receipt }) =>
    receipt?.until === undefined ? [] : [Date.parse(receipt.until)],
  );

/** The duration counts from when access is there, and never passes the bound written before the first call. */
const activate = async (deps: GrantDeps, granting: RequestRecord): Promise<AccessOutput<'Grant'>> => {
  const now = deps.now();
  const bound = toMs(granting.endsBy ?? toIso(now));
  const fresh = (await deps.requests.get(granting.requestId)) ?? granting;
  const until = Math.min(now + granting.durationMs, bound, ...endsInAws(fresh));
  const end = { until: toIso(until), warnAt: warnAt(toIso(until), granting.durationMs) };
  const detail = {
    until: end.until,
    targets: fresh.targets.map(({ resourceKey }) => ({ resourceKey, ...fresh.progress[resourceKey] })),
  };
  const move = moveOf('activate', { ...fresh, until: end.until }, now, { detail });
  const activated = await deps.requests.activated(move, toIso(now), end);
  if (activated !== undefined) return endsOf(activated);
  const current = await deps.requests.get(granting.requestId);
  if (current?.status === 'GRANTED') return endsOf(current);
  throw new CurfewError('Superseded', `${granting.requestId} is ${current?.status} now.`);
};
