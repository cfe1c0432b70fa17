import { projectsAsking, whoCanDecide } from '../domain/approval/index.ts';
import { whoIs } from '../slack/identify.ts';
import { approve, deny } from './decide.ts';
import type { ServiceDeps } from './deps.ts';
import type { Service } from './port.ts';
import { cancel, end, extend } from './requester-actions.ts';
import { submit } from './submit.ts';

/** Everything people can do, over the ledger and the machine. */
export const createService = (deps: ServiceDeps): Service => ({
  catalog: () => deps.catalog.load(),
  whoIs: account => whoIs(deps, account),
  submit: (requestId, form, account, source) => submit(deps, requestId, form, account, source),
  approve: (requestId, account, source) => approve(deps, requestId, account, source),
  deny: (requestId, account, reason, source) => deny(deps, requestId, account, reason, source),
  cancel: (requestId, account, source) => cancel(deps, requestId, account, source),
  end: (requestId, account, source) => end(deps, requestId, account, source),
  extend: (requestId, account, byMs, source) => extend(deps, requestId, account, byMs, source),
  find: requestId => deps.requests.get(requestId),
  requestsOf: (person, limit) => deps.requests.requestsOf(person, limit),
  async waitingFor(person) {
    const catalog = await deps.catalog.load();
    if (catalog === undefined) return [];
    const now = deps.now();
    const pending = await Promise.all(
      projectsAsking(person, catalog, now).map(project => deps.requests.ofProject(project, 'PENDING', 20)),
    );
    return pending
      .flat()
      .filter(record =>
        whoCanDecide({ record, rules: catalog, now }).some(({ name }) => name === person.name),
      )
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  },
});
