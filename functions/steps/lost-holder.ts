import { CurfewError } from '../domain/errors.ts';
import { accountKey } from '../domain/identity.ts';
import type { Actor, RequestRecord } from '../domain/record.ts';
import { isLive } from '../domain/status.ts';
import { toIso } from '../domain/time.ts';
import { type LeaseDeps, type LeasedTarget, lostLease } from './leased-target.ts';

/** Says the record that access was given, or found standing, and that it was neither removed nor left in place since? */
export const isGiven = (record: RequestRecord, resourceKey: string): boolean => {
  const { receipt, preexisting, removed, kept } = record.progress[resourceKey] ?? {};
  return (receipt !== undefined || preexisting !== undefined) && removed === undefined && kept === undefined;
};

/**
 * Puts back the holders that the records of this person's live requests explain, the given one among them. Answers
 * whether access stood before all of them; undefined when no record explains it. Access that was once ours stays ours:
 * it counts as pre-existing only while every record says so. Throws `Busy` when the lease was lost.
 */
export const restoreHolders = async (
  deps: LeaseDeps,
  record: RequestRecord,
  { requested: { resourceKey }, lease }: LeasedTarget,
): Promise<boolean | undefined> => {
  let preexisting: boolean | undefined;
  for (const other of await explaining(deps, record, resourceKey)) {
    const own = other.targets.find(each => each.resourceKey === resourceKey);
    if (own === undefined) continue;
    preexisting = preexisting !== false && other.progress[resourceKey]?.preexisting === true;
    const until = other.endsBy ?? toIso(deps.now());
    const holder = { kind: other.kind, principal: own.principal, target: own.target, until };
    const added = await deps.holdings.addHolder(lease, other.requestId, holder, preexisting);
    if (added === undefined) throw lostLease(own);
    lease.holding = added;
  }
  if (preexisting === false && lease.holding.preexisting === true) await takeAsOurs(deps, lease, resourceKey);
  return preexisting;
};

const takeAsOurs = async (
  { holdings }: LeaseDeps,
  lease: LeasedTarget['lease'],
  resourceKey: string,
): Promise<void> => {
  if (!(await holdings.markNotPreexisting(lease)))
    throw new CurfewError('Busy', `The lease on ${resourceKey} was lost to another worker.`);
  lease.holding = { ...lease.holding, preexisting: false };
};

/** Live requests of the same person whose record says that they were given this. An index finds them, the item decides. */
const explaining = async (
  { requests }: LeaseDeps,
  record: RequestRecord,
  resourceKey: string,
): Promise<RequestRecord[]> => {
  const active = (await requests.active()).filter(({ requester }) => isSame(requester, record.requester));
  const ids = new Set([record.requestId, ...active.map(({ requestId }) => requestId)]);
  const records = await requests.getMany([...ids]);
  return records.filter(each => isLive(each.status) && isGiven(each, resourceKey));
};

/** By account; a person with several is one person by name. A stranger of that name has another resource key. */
const isSame = (a: Actor, b: Actor): boolean => accountKey(a) === accountKey(b) || a.person === b.person;
