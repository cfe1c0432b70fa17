import { decide } from '../domain/approval/index.ts';
import type { Catalog, Role } from '../domain/catalog.ts';
import { type AskedFor, newRecord } from '../domain/new-record.ts';
import type { RequestedTarget, RequestRecord } from '../domain/record.ts';
import { validateRequest } from '../domain/request.ts';
import { projectNamed, roleNamed } from '../domain/roles.ts';
import { toIso } from '../domain/time.ts';
import { noteOf } from '../domain/transitions.ts';
import type { FieldProblem, ValidRequest } from '../domain/valid-request.ts';
import type { ServiceDeps } from './deps.ts';
import type { Caller, Submitted } from './port.ts';

/** Validates, refuses inline, records NEW, starts. The same `requestId` again answers what is recorded. */
export const submit = async (
  deps: ServiceDeps,
  requestId: string,
  form: unknown,
  caller: Caller,
): Promise<Submitted> => {
  const catalog = await deps.catalog.load();
  if (catalog === undefined) return refused([{ field: 'form', message: 'No access.yml is applied yet.' }]);
  const now = deps.now();
  const valid = validateRequest(form, { catalog, requester: caller.person, now });
  if (!valid.ok) return refused(valid.problems);
  const { request } = valid;
  const decision = decide(request, catalog, now);
  if (decision.outcome === 'refused') return refused(decision.problems);
  const role = roleNamed(projectNamed(catalog, request.project), request.role);
  if (role === undefined) return refused([{ field: 'role', message: 'This role no longer exists.' }]);
  const resolved = targetsOf(deps, role, caller, requestId);
  if ('problem' in resolved) return refused([resolved.problem]);
  const firstRequest = await isFirst(deps, request, caller);
  const asked = { requestId, request, role, targets: resolved.targets, rule: decision.rule, firstRequest };
  return start(deps, recordOf(asked, catalog, caller, now));
};

const refused = (problems: FieldProblem[]): Submitted => ({ ok: false, problems });

/** Among the requester's last 25. */
const isFirst = async (
  deps: ServiceDeps,
  { project, role }: ValidRequest,
  { actor }: Caller,
): Promise<boolean> => {
  const history = await deps.requests.getMany(await deps.requests.requestsOf(actor, 25));
  return !history.some(item => item.project === project && item.role === role);
};

const start = async (deps: ServiceDeps, record: RequestRecord): Promise<Submitted> => {
  const created = await deps.requests.create(record);
  if (!created) {
    const recorded = await deps.requests.get(record.requestId);
    const sameAsker = recorded?.requester.userId === record.requester.userId;
    if (recorded === undefined || !sameAsker) {
      return refused([{ field: 'form', message: 'This form was already used. Open a new one.' }]);
    }
    if (recorded.status !== 'NEW') return { ok: true, record: recorded, started: true };
  }
  return { ok: true, record, started: (await tryStart(deps, record.requestId)) !== 'throttled' };
};

/** The sweeper starts whatever could not be started here. */
const tryStart = async (deps: ServiceDeps, requestId: string) => {
  try {
    return await deps.executions.start(requestId);
  } catch (error) {
    deps.log.warn('The execution was not started; the sweeper will start it.', {
      requestId,
      error: String(error),
    });
    return 'throttled';
  }
};

type Targets = { targets: RequestedTarget[] } | { problem: FieldProblem };

/** Who the requester is in each account, before anyone is asked. */
const targetsOf = (deps: ServiceDeps, role: Role, { person }: Caller, requestId: string): Targets => {
  const kind = deps.kinds[role.kind];
  if (kind === undefined) {
    return { problem: { field: 'role', message: `This deployment cannot grant "${role.kind}" yet.` } };
  }
  const targets: RequestedTarget[] = [];
  for (const target of role.targets) {
    const principal = kind.principal(person, target);
    if ('refused' in principal) return { problem: { field: 'role', message: principal.refused } };
    const resourceKey = kind.resourceKey(target, principal.found, requestId);
    targets.push({ target, principal: principal.found, resourceKey });
  }
  return { targets };
};

type Asked = {
  requestId: string;
  request: ValidRequest;
  role: Role;
  targets: RequestedTarget[];
  rule: string;
  firstRequest: boolean;
};

const recordOf = (asked: Asked, catalog: Catalog, { actor, source }: Caller, now: number): RequestRecord => {
  const { requestId, request, role, targets, rule, firstRequest } = asked;
  const { project, kind, durationMs, startAt, justification } = request;
  const said: AskedFor = {
    createdAt: toIso(now),
    source,
    requester: actor,
    project,
    role: role.name,
    kind,
    risk: role.risk,
    production: role.targets.some(target => target.account.production),
    channel: catalog.projects[project]?.channel ?? '',
    targets,
    durationMs,
    maxTotalMs: role.maxTotalMs,
    startAt,
    justification,
    catalogHash: catalog.hash,
    rule,
    firstRequest,
  };
  const detail = { request: said };
  const what = { what: 'requested', status: 'NEW', at: now, source, by: actor, detail } as const;
  const note = noteOf({ rev: 0 }, what);
  return { ...newRecord(requestId, said, now), outbox: { [note.id]: note } };
};
