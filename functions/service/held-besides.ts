import { accountKey } from '../domain/identity.ts';
import type { RequestRecord } from '../domain/record.ts';
import { isLive } from '../domain/status.ts';
import type { ActiveRequest } from '../ledger/requests.ts';
import type { ServiceDeps } from './deps.ts';

/**
 * Other live requests that hold something of what this one holds, what ends first coming first: when this one ends, that
 * access stays. An index finds those of the same person, the items decide.
 */
export const heldBesides = async (
  { requests }: ServiceDeps,
  record: RequestRecord,
  active: ActiveRequest[],
): Promise<RequestRecord[]> => {
  const keys = new Set(record.targets.map(({ resourceKey }) => resourceKey));
  const candidates = active.filter(each => isLive(each.status) && isAnother(record, each));
  if (candidates.length === 0) return [];
  const found = await requests.getMany(candidates.map(({ requestId }) => requestId));
  return found
    .filter(({ status, wake }) => isLive(status) && status !== 'REVOKING' && wake !== 'end')
    .filter(({ targets }) => targets.some(({ resourceKey }) => keys.has(resourceKey)))
    .sort((a, b) => (a.until ?? a.startAt).localeCompare(b.until ?? b.startAt));
};

const isAnother = ({ requestId, requester }: RequestRecord, other: ActiveRequest): boolean =>
  other.requestId !== requestId &&
  (accountKey(other.requester) === accountKey(requester) || other.requester.person === requester.person);
