import { recovered } from '../domain/lost-request.ts';
import type { HeldBy } from '../ledger/holdings.ts';
import type { StepDeps } from './port.ts';

export type CrossCheckDeps = Pick<StepDeps, 'now' | 'requests' | 'holdings' | 'audit' | 'measure' | 'log'>;

/**
 * Every holder's request must be there. One that is gone is made again from chain and holders, and held back: the next
 * sweep pages security about it. Reads all of `holdings`; answers how many were lost.
 */
export const crossCheck = async (deps: CrossCheckDeps): Promise<number> => {
  const held = await deps.holdings.all();
  const byRequest = new Map<string, HeldBy[]>();
  for (const each of held) byRequest.set(each.requestId, [...(byRequest.get(each.requestId) ?? []), each]);
  const there = await deps.requests.getMany([...byRequest.keys()]);
  for (const { requestId } of there) byRequest.delete(requestId);
  for (const [requestId, holders] of byRequest) await recover(deps, requestId, holders);
  return byRequest.size;
};

const recover = async (deps: CrossCheckDeps, requestId: string, held: HeldBy[]): Promise<void> => {
  const chain = await deps.audit.chain(requestId);
  const holdings = held.map(({ resourceKey, holder }) => ({ ...holder, resourceKey }));
  const record = recovered(requestId, { chain, holdings, now: deps.now() });
  deps.measure('UnexpectedErrors', 1);
  deps.log.error('The item of a live request was lost; it was made again and is held back.', {
    requestId,
    heldBack: record.heldBack,
  });
  await deps.requests.restore(record, undefined);
};
