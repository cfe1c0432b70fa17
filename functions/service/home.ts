import { mayBeAsked, whoCanDecide } from '../domain/approval/index.ts';
import type { Catalog, Person } from '../domain/catalog.ts';
import { type Account, accountKey, accountsOf } from '../domain/identity.ts';
import type { RequestRecord } from '../domain/record.ts';
import { projectNamed, roleNamed } from '../domain/roles.ts';
import { isFinal, isLive } from '../domain/status.ts';
import type { ActiveRequest } from '../ledger/requests.ts';
import type { ServiceDeps } from './deps.ts';
import type { Home, Others } from './port.ts';

/** Of what waits and of what others have, this many are shown; the oldest first. */
const mostShown = 300;
const readAtOnce = 100;
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
  const about = { accounts, person, rules, now: deps.now() };
  const ids = sorted(active, about);
  const [mine, waiting, owned] = await Promise.all([
    deps.requests.getMany([...new Set([...ids.mine, ...last])]),
    firstOf(deps, ids.waiting, record => mayDecide(record, about)),
    firstOf(deps, ids.owned, ({ status }) => isLive(status)),
  ]);
  return {
    mine: inOrder(ids.mine, mine)
      .filter(({ status }) => !isFinal(status))
      .sort(byEnd),
    waiting,
    owned: { ...owned, shown: owned.shown.sort(byEnd) },
    history: inOrder(last, mine)
      .filter(({ status }) => isFinal(status))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
  };
};

type About = { accounts: Account[]; person: Person | undefined; rules: Catalog | undefined; now: number };

/** The ids of what may concern the person, by the little that the index carries. */
const sorted = (active: ActiveRequest[], { accounts, person, rules, now }: About) => {
  const own = new Set(accounts.map(accountKey));
  const isOwn = ({ requester }: ActiveRequest) => own.has(accountKey(requester));
  const asksThem = (each: ActiveRequest): boolean => {
    if (person === undefined || rules === undefined) return false;
    const project = projectNamed(rules, each.project);
    const role = roleNamed(project, each.role);
    return project !== undefined && role !== undefined && mayBeAsked(person, { project, role }, rules, now);
  };
  const theyOwn = ({ project }: ActiveRequest): boolean =>
    person !== undefined &&
    rules !== undefined &&
    projectNamed(rules, project)?.owners.includes(person.name) === true;
  const idsOf = (is: (each: ActiveRequest) => boolean) => active.filter(is).map(({ requestId }) => requestId);
  return {
    mine: idsOf(isOwn),
    waiting: idsOf(each => each.status === 'PENDING' && !isOwn(each) && asksThem(each)),
    owned: idsOf(each => isLive(each.status) && !isOwn(each) && theyOwn(each)),
  };
};

/** Reads items until enough of them are really so: what only seems so never hides what comes after it. */
const firstOf = async (
  { requests }: ServiceDeps,
  ids: string[],
  isSo: (record: RequestRecord) => boolean,
): Promise<Others> => {
  const shown: RequestRecord[] = [];
  let read = 0;
  while (read < ids.length && shown.length < mostShown) {
    const some = ids.slice(read, read + readAtOnce);
    shown.push(...inOrder(some, await requests.getMany(some)).filter(isSo));
    read += some.length;
  }
  return { shown, unread: ids.length - read };
};

const inOrder = (ids: string[], records: RequestRecord[]): RequestRecord[] => {
  const byId = new Map(records.map(record => [record.requestId, record]));
  return ids.flatMap(id => byId.get(id) ?? []);
};

const mayDecide = (record: RequestRecord, { person, rules, now }: About): boolean =>
  rules !== undefined && whoCanDecide({ record, rules, now }).some(({ name }) => name === person?.name);

/** What ends first comes first. */
const byEnd = (a: RequestRecord, b: RequestRecord): number =>
  (a.until ?? a.startAt).localeCompare(b.until ?? b.startAt);
