import type {
  AccountRef,
  Approval,
  Catalog,
  Person,
  Project,
  Role,
} from '../../../functions/domain/catalog.ts';
import { accountKey } from '../../../functions/domain/identity.ts';
import type { Actor, Decision, RequestRecord } from '../../../functions/domain/record.ts';
import { day, hour, minute, toIso } from '../../../functions/domain/time.ts';

export const now = Date.parse('2026-11-20T10:00:00.000Z');

export const staging: AccountRef = { name: 'staging', id: '111111111111', production: false };

export const person = (name: string, more: Partial<Person> = {}): Person => ({
  name,
  email: `${name}@example.com`,
  slack: { team: 'T0EXAMPLE', users: [`U0${name.toUpperCase()}`] },
  principals: { iamUser: { staging: name } },
  ...more,
});

export const ask = (...stages: [need: number, ...from: string[]][]): Approval => ({
  mode: 'ask',
  stages: stages.map(([need, ...from]) => ({ key: from.join(', '), need, from })),
  deadlineMs: 8 * hour,
  remindMs: [30 * minute, 2 * hour],
});

export const role = (more: Partial<Role> = {}): Role => ({
  name: 'DatabaseAdmin',
  description: 'Administer the databases',
  kind: 'iam-group',
  targets: [{ account: staging, group: 'admin_RDS' }],
  risk: 'medium',
  justification: 'required',
  minMs: 15 * minute,
  maxMs: 4 * hour,
  defaultMs: hour,
  choicesMs: [hour, 4 * hour],
  maxTotalMs: 8 * hour,
  approval: ask([1, 'bob', 'carol']),
  ...more,
});

const project = (roles: Role[], more: Partial<Project> = {}): Project => ({
  name: 'payments',
  description: 'Card payments',
  channel: 'C0PAYMENTS',
  owners: ['bob', 'carol'],
  roles,
  ...more,
});

const everyone = ['alice', 'bob', 'carol', 'dave', 'erin'].map(name => person(name));

/** alice, bob, carol, dave and erin; one project `payments`. Later people replace earlier ones of their name. */
export const catalog = (roles: Role[] = [role()], people: Person[] = []): Catalog => ({
  version: 1,
  hash: 'hash-1',
  settings: { securityChannel: 'C0SECURITY', security: [], maxStartAheadMs: 14 * day },
  people: Object.fromEntries([...everyone, ...people].map(each => [each.name, each])),
  accounts: { staging },
  projects: { payments: project(roles) },
});

export const without = (from: Catalog, ...names: string[]): Catalog => ({
  ...from,
  people: Object.fromEntries(Object.entries(from.people).filter(([name]) => !names.includes(name))),
});

export const actor = (name: string): Actor => ({
  person: name,
  teamId: 'T0EXAMPLE',
  userId: `U0${name.toUpperCase()}`,
});

export const vote = (name: string, more: Partial<Decision> = {}): Decision => ({
  verdict: 'approve',
  counts: ['0:bob, carol'],
  by: actor(name),
  source: 'message',
  at: toIso(now + minute),
  rule: 'payments/DatabaseAdmin: 1 of bob, carol',
  catalogHash: 'hash-1',
  ...more,
});

export const votes = (...all: Decision[]): Record<string, Decision> =>
  Object.fromEntries(all.map(each => [accountKey(each.by), each]));

/** A pending request by alice, made at `now`. */
export const record = (more: Partial<RequestRecord> = {}): RequestRecord => ({
  requestId: 'r-1',
  v: 1,
  rev: 3,
  status: 'PENDING',
  createdAt: toIso(now),
  source: 'shortcut',
  requester: actor('alice'),
  project: 'payments',
  role: 'DatabaseAdmin',
  kind: 'iam-group',
  risk: 'medium',
  production: false,
  channel: 'C0PAYMENTS',
  targets: [{ target: { account: staging, group: 'admin_RDS' }, principal: 'alice', resourceKey: 'k' }],
  durationMs: hour,
  maxTotalMs: hour,
  startAt: toIso(now),
  justification: 'Incident 7',
  catalogHash: 'hash-1',
  rule: 'payments/DatabaseAdmin: 1 of bob, carol',
  firstRequest: false,
  stages: [{ key: 'bob, carol', need: 1, from: ['bob', 'carol'] }],
  stage: 0,
  asks: [toIso(now + 30 * minute), toIso(now + 2 * hour), toIso(now + 8 * hour)],
  deadline: toIso(now + 8 * hour),
  decisions: {},
  notified: {},
  progress: {},
  outbox: {},
  auditSeq: 0,
  auditHash: '',
  ...more,
});
