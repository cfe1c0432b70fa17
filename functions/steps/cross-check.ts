import { recovered } from '../domain/lost-request.ts';
import { rebuilt } from '../domain/rebuild.ts';
import { isLive } from '../domain/status.ts';
import type { HeldBy } from '../ledger/holdings.ts';
import type { StepDeps } from './port.ts';

export type RecoverDeps = Pick<StepDeps, 'now' | 'requests' | 'holdings' | 'audit' | 'measure' | 'log'>;

/**
 * Every holder's request must be there. One that is gone is made again from chain and holders, and held back: the next
 * sweep pages security about it. Reads all of `holdings`; answers how many were lost.
 */
export const crossCheck = async (deps: RecoverDeps): Promise<number> => {
  const held = await deps.holdings.all();
  const byRequest = new Map<string, HeldBy[]>();
  for (const each of held) byRequest.set(each.requestId, [...(byRequest.get(each.requestId) ?? []), each]);
  const there = await deps.requests.getMany([...byRequest.keys()]);
  for (const { requestId } of there) byRequest.delete(requestId);
  for (const [requestId, holders] of byRequest) await recover(deps, requestId, holders);
  return byRequest.size;
};

/**
 * The same for one request that its execution did not find, with the holders that its chain leads to. Answers whether
 * anything is left of it.
 */
export const recoverByChain = async (deps: RecoverDeps, requestId: string): Promise<boolean> => {
  const byChain = rebuilt((await deps.audit.chain(requestId)).entries);
  if (byChain === undefined || !isLive(byChain.status)) return false;
  const found = await Promise.all(
    byChain.targets.map(async ({ resourceKey }) => {
      const holder = (await deps.holdings.get(resourceKey))?.holders[requestId];
      return holder === undefined ? [] : [{ resourceKey, requestId, holder }];
    }),
  );
  await recover(deps, requestId, found.flat());
  return true;
};

const recover = async (deps: RecoverDeps, requestId: string, held: HeldBy[]): Promise<void> => {
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
