import type { Catalog } from '../domain/catalog.ts';
import type { RequestRecord } from '../domain/record.ts';
import { whoIs } from '../slack/identify.ts';
import { approve, deny } from './decide.ts';
import type { DeskDeps } from './deps.ts';
import type { Desk } from './port.ts';
import { cancel, end, extend } from './requester-actions.ts';
import { submit } from './submit.ts';

/** Everything people can do, over the ledger and the machine. */
export const createDesk = (deps: DeskDeps): Desk => ({
  catalog: () => deps.catalog.load(),
  whoIs: account => whoIs(deps, account),
  submit: (requestId, form, account, door) => submit(deps, requestId, form, account, door),
  approve: (requestId, account, door) => approve(deps, requestId, account, door),
  deny: (requestId, account, reason, door) => deny(deps, requestId, account, reason, door),
  cancel: (requestId, account, door) => cancel(deps, requestId, account, door),
  end: (requestId, account, door) => end(deps, requestId, account, door),
  extend: (requestId, account, byMs, door) => extend(deps, requestId, account, byMs, door),
  find: requestId => deps.requests.get(requestId),
  async requestsOf(person, limit) {
    return (await deps.requests.requestsOf(person, limit)) as RequestRecord[];
  },
  async waitingFor(person) {
    const catalog = await deps.catalog.load();
    const projects = catalog === undefined ? [] : projectsAsking(catalog, person);
    const pending = await Promise.all(
      projects.map(project => deps.requests.ofProject(project, 'PENDING', 20)),
    );
    return (pending.flat() as RequestRecord[])
      .filter(record => record.requester.person !== person)
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  },
});

/** Projects with a role for which this person may be asked. */
const projectsAsking = (catalog: Catalog, person: string): string[] =>
  Object.values(catalog.projects)
    .filter(({ owners, roles }) =>
      [...owners, ...roles.flatMap(approversOf)].some(
        name => name === person || catalog.people[name]?.delegate?.to === person,
      ),
    )
    .map(({ name }) => name);

const approversOf = (role: Catalog['projects'][string]['roles'][number]): string[] =>
  role.approval.mode === 'auto' ? [] : role.approval.stages.flatMap(stage => stage.from);
