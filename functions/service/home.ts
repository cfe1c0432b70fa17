import { projectsAsking, whoCanDecide } from '../domain/approval/index.ts';
import type { Catalog, Person } from '../domain/catalog.ts';
import { type Account, accountKey, accountsOf } from '../domain/identity.ts';
import type { RequestRecord } from '../domain/record.ts';
import { isFinal, isLive } from '../domain/status.ts';
import type { ActiveRequest } from '../ledger/requests.ts';
import type { ServiceDeps } from './deps.ts';
import type { Home } from './port.ts';

/** Of what waits and of what others have, this many are looked at; the oldest first. */
const mostLookedAt = 300;
const lastRequests = 20;

/**
 * `Service.home`: everything active that concerns a person, and their last requests. The calls are the same whatever the
 * history and however many projects they own: one query of each index, and the items, 100 in a call.
 */
export const home = async (
  deps: ServiceDeps,
  account: Account,
  person: Person | undefined,
): Promise<Home> => {
  const accounts = person === undefined ? [account] : accountsOf(person);
  const [rules, active, last] = await Promise.all([
    deps.catalog.load(),
    deps.requests.active(),
    deps.requests.requestsOf(account, lastRequests),
  ]);
  const found = sorted(active, { accounts, person, rules, now: deps.now() });
  const ids = [...found.mine, ...found.waiting, ...found.owned].map(({ requestId }) => requestId);
  const records = await deps.requests.getMany([...new Set([...ids, ...last])]);
  const byId = new Map(records.map(record => [record.requestId, record]));
  const itemsOf = (some: ActiveRequest[]) => some.flatMap(({ requestId }) => byId.get(requestId) ?? []);
  return {
    mine: itemsOf(found.mine)
      .filter(({ status }) => !isFinal(status))
      .sort(byEnd),
    waiting: itemsOf(found.waiting).filter(record => mayDecide(record, person, rules, deps.now())),
    owned: itemsOf(found.owned)
      .filter(({ status }) => isLive(status))
      .sort(byEnd),
    history: last
      .flatMap(id => byId.get(id) ?? [])
      .filter(({ status }) => isFinal(status))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
  };
};

type About = { accounts: Account[]; person: Person | undefined; rules: Catalog | undefined; now: number };

const sorted = (active: ActiveRequest[], { accounts, person, rules, now }: About) => {
  const own = new Set(accounts.map(accountKey));
  const others = active.filter(({ requester }) => !own.has(accountKey(requester)));
  const asking = new Set(person && rules ? projectsAsking(person, rules, now) : []);
  const owns = ({ project }: ActiveRequest): boolean =>
    person !== undefined && rules?.projects[project]?.owners.includes(person.name) === true;
  return {
    mine: active.filter(({ requester }) => own.has(accountKey(requester))),
    waiting: others
      .filter(({ status, project }) => status === 'PENDING' && asking.has(project))
      .slice(0, mostLookedAt),
    owned: others.filter(each => isLive(each.status) && owns(each)).slice(0, mostLookedAt),
  };
};

const mayDecide = (
  record: RequestRecord,
  person: Person | undefined,
  rules: Catalog | undefined,
  now: number,
): boolean =>
  rules !== undefined && whoCanDecide({ record, rules, now }).some(({ name }) => name === person?.name);

/** What ends first comes first. */
const byEnd = (a: RequestRecord, b: RequestRecord): number =>
  (a.until ?? a.startAt).localeCompare(b.until ?? b.startAt);
