import { projectsAsking, whoCanDecide } from '../domain/approval/index.ts';
import type { Person } from '../domain/catalog.ts';
import { accountsOf } from '../domain/identity.ts';
import type { RequestRecord } from '../domain/record.ts';
import { approve, deny } from './decide.ts';
import type { ServiceDeps } from './deps.ts';
import { endHeldBack } from './end-held-back.ts';
import type { Service } from './port.ts';
import { cancel, end, extend } from './requester-actions.ts';
import { submit } from './submit.ts';

/** Everything people can do, over the ledger and the machine. */
export const createService = (deps: ServiceDeps): Service => ({
  catalog: () => deps.catalog.load(),
  submit: (requestId, form, caller) => submit(deps, requestId, form, caller),
  approve: (requestId, caller) => approve(deps, requestId, caller),
  deny: (requestId, caller, reason) => deny(deps, requestId, caller, reason),
  cancel: (requestId, caller) => cancel(deps, requestId, caller),
  end: (requestId, caller) => end(deps, requestId, caller),
  extend: (requestId, caller, byMs) => extend(deps, requestId, caller, byMs),
  endHeldBack: (requestId, caller) => endHeldBack(deps, requestId, caller),
  find: requestId => deps.requests.get(requestId),
  requestsOf: (person, limit) => requestsOf(deps, person, limit),
  waitingFor: person => waitingFor(deps, person),
});

const requestsOf = async (deps: ServiceDeps, person: Person, limit: number): Promise<RequestRecord[]> => {
  const found = await Promise.all(
    accountsOf(person).map(account => deps.requests.requestsOf(account, limit)),
  );
  return found
    .flat()
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, limit);
};

/** Per project, the newest that are looked at. */
const pendingOf = 20;

const waitingFor = async (deps: ServiceDeps, person: Person): Promise<RequestRecord[]> => {
  const rules = await deps.catalog.load();
  if (rules === undefined) return [];
  const now = deps.now();
  const pending = await Promise.all(
    projectsAsking(person, rules, now).map(project => deps.requests.ofProject(project, 'PENDING', pendingOf)),
  );
  return pending
    .flat()
    .filter(record => whoCanDecide({ record, rules, now }).some(({ name }) => name === person.name))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
};
