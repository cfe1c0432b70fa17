import { decide } from '../domain/approval/index.ts';
import { auditStart } from '../domain/audit.ts';
import type { Catalog, Role } from '../domain/catalog.ts';
import type { RequestedTarget, RequestRecord } from '../domain/record.ts';
import { type FieldProblem, type ValidRequest, validateRequest } from '../domain/request.ts';
import { projectNamed, roleNamed } from '../domain/roles.ts';
import { dueShard } from '../domain/schedule.ts';
import type { Source } from '../domain/source.ts';
import { toIso } from '../domain/time.ts';
import { lookAgainAt, noteOf } from '../domain/transitions.ts';
import { whoIs } from '../slack/identify.ts';
import type { ServiceDeps } from './deps.ts';
import type { SlackAccount, Submitted, Who } from './port.ts';

type Known = Extract<Who, { known: unknown }>;

/** Validates, refuses inline, records NEW, starts. The same `requestId` again answers what is recorded. */
export const submit = async (
  deps: ServiceDeps,
  requestId: string,
  form: unknown,
  account: SlackAccount,
  source: Source,
): Promise<Submitted> => {
  const [who, catalog] = await Promise.all([whoIs(deps, account), deps.catalog.load()]);
  if ('refused' in who) return refused([{ field: 'form', message: who.refused }]);
  if (catalog === undefined) return refused([{ field: 'form', message: 'No access.yml is applied yet.' }]);
  const now = deps.now();
  const valid = validateRequest(form, { catalog, requester: who.known, now });
  if (!valid.ok) return refused(valid.problems);
  const decision = decide(valid.request, catalog, now);
  if (decision.outcome === 'refused') return refused(decision.problems);
  const role = roleNamed(projectNamed(catalog, valid.request.project), valid.request.role);
  if (role === undefined) return refused([{ field: 'role', message: 'This role no longer exists.' }]);
  const targets = targetsOf(deps, role, who);
  if ('problem' in targets) return refused([targets.problem]);
  const history = await deps.requests.requestsOf(who.known.name, 25);
  const firstRequest = !history.some(
    item => item.project === valid.request.project && item.role === valid.request.role,
  );
  const record = recordOf(deps, requestId, valid.request, role, catalog, who, source, targets.targets, {
    rule: decision.rule,
    firstRequest,
  });
  return start(deps, record);
};

const refused = (problems: FieldProblem[]): Submitted => ({ ok: false, problems });

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
    return await deps.machine.start(requestId);
  } catch (error) {
    deps.log.warn('The execution was not started; the sweeper will.', { requestId, error: String(error) });
    return 'throttled';
  }
};

type Resolved = { targets: RequestedTarget[] } | { problem: FieldProblem };

/** Who the requester is in each account, before anyone is asked. */
const targetsOf = (deps: ServiceDeps, role: Role, { known }: Known): Resolved => {
  const kind = deps.kinds[role.kind];
  if (kind === undefined) {
    return { problem: { field: 'role', message: `This deployment cannot grant "${role.kind}" yet.` } };
  }
  const targets: RequestedTarget[] = [];
  for (const target of role.targets) {
    const principal = kind.principal(known, target.account);
    if ('refused' in principal) return { problem: { field: 'role', message: principal.refused } };
    const resourceKey = kind.resourceKey(target, principal.found);
    targets.push({ target, principal: principal.found, resourceKey });
  }
  return { targets };
};

const recordOf = (
  deps: ServiceDeps,
  requestId: string,
  request: ValidRequest,
  role: Role,
  catalog: Catalog,
  { actor }: Known,
  source: Source,
  targets: RequestedTarget[],
  decided: Pick<RequestRecord, 'rule' | 'firstRequest'>,
): RequestRecord => {
  const now = deps.now();
  const { project, kind, durationMs, justification } = request;
  const createdAt = toIso(now);
  const detail = {
    project,
    role: role.name,
    kind,
    durationMs,
    startAt: request.startAt,
    rule: decided.rule,
    catalogHash: catalog.hash,
    targets: targets.map(({ resourceKey, principal }) => ({ resourceKey, principal })),
  };
  const note = noteOf({ rev: 0 }, { what: 'requested', status: 'NEW', at: now, source, by: actor, detail });
  return {
    requestId,
    v: 1,
    rev: 1,
    status: 'NEW',
    createdAt,
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
    startAt: request.startAt,
    justification,
    catalogHash: catalog.hash,
    ...decided,
    stages: [],
    stage: 0,
    asks: [],
    decisions: {},
    notified: {},
    progress: Object.fromEntries(targets.map(({ resourceKey }) => [resourceKey, {}])),
    dueShard: dueShard(requestId),
    dueAt: lookAgainAt('NEW', { asks: [], startAt: request.startAt, durationMs }, now) ?? createdAt,
    outbox: { [note.id]: note },
    auditSeq: auditStart.seq,
    auditHash: auditStart.hash,
  };
};
