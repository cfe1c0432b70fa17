import type { Catalog, Person, Role } from '../../../functions/domain/catalog.ts';
import type { Decision, RequestRecord } from '../../../functions/domain/record.ts';
import { hour, toIso } from '../../../functions/domain/time.ts';
import type { KindRegistry } from '../../../functions/slack/messages/index.ts';

/** 2026-03-02T10:00:00Z */
export const now = Date.UTC(2026, 2, 2, 10);
export const team = 'T0TEAM';

export const person = (name: string): Person => ({
  name,
  email: `${name}@example.com`,
  slack: { team, users: [`U0${name.toUpperCase()}`] },
  principals: { iamUser: { staging: name, live: name } },
});

const account = (name: string, production: boolean) => ({ name, id: '111111111111', production });
export const staging = account('staging', false);
export const live = account('live', true);

export const role = (change: Partial<Role> = {}): Role => ({
  name: 'ReadOnly',
  description: 'Look, do not touch',
  kind: 'iam-group',
  targets: [{ account: staging, group: 'readers' }],
  risk: 'low',
  justification: 'required',
  minMs: hour / 4,
  maxMs: 4 * hour,
  defaultMs: hour,
  choicesMs: [hour, 2 * hour, 4 * hour],
  maxTotalMs: 8 * hour,
  approval: {
    mode: 'ask',
    stages: [{ key: 'a set', need: 1, from: ['bob', 'carol'] }],
    deadlineMs: 8 * hour,
    remindMs: [hour],
  },
  ...change,
});

export const admin = role({
  name: 'Admin',
  description: 'Everything',
  risk: 'high',
  targets: [{ account: live, group: 'admins' }],
  note: 'Tell the on-call channel first.',
});

export const catalogOf = (
  roles: Role[] = [role(), admin],
  people = ['alice', 'bob', 'carol', 'dave'],
): Catalog => ({
  version: 1,
  hash: 'hash-1',
  settings: { securityChannel: 'C0SECURITY', security: [], maxStartAheadMs: 24 * hour },
  people: Object.fromEntries(people.map(name => [name, person(name)])),
  accounts: { staging, live },
  projects: {
    payments: {
      name: 'payments',
      description: 'Cards and ledgers',
      channel: 'C0PAYMENTS',
      owners: ['bob'],
      roles,
    },
    search: {
      name: 'search',
      description: 'Finding things',
      channel: 'C0SEARCH',
      owners: ['carol'],
      roles: [role()],
    },
  },
});

export const kinds: KindRegistry = {
  'iam-group': {
    label: 'IAM group',
    describe: target => `${String(target.group)} in ${target.account.name}`,
    howTo: () => ({
      steps: ['Open the console.', 'Sign in as yourself.'],
      link: { label: 'Open the console', url: 'https://console.example.com/' },
    }),
    residualMs: () => 0,
    principal: (who, { account: where }) => {
      const found = who.principals.iamUser?.[where.name];
      return found === undefined ? { refused: `You have no IAM user in ${where.name}.` } : { found };
    },
  },
};

export const recordOf = (change: Partial<RequestRecord> = {}): RequestRecord => ({
  requestId: 'req-1',
  v: 1,
  rev: 1,
  status: 'PENDING',
  createdAt: toIso(now),
  source: 'shortcut',
  requester: { person: 'alice', teamId: team, userId: 'U0ALICE' },
  project: 'payments',
  role: 'ReadOnly',
  kind: 'iam-group',
  risk: 'low',
  production: false,
  channel: 'C0PAYMENTS',
  targets: [
    {
      target: { account: staging, group: 'readers' },
      principal: 'alice',
      resourceKey: 'iam-group.1.readers.alice',
    },
  ],
  durationMs: 2 * hour,
  maxTotalMs: 8 * hour,
  startAt: toIso(now),
  justification: 'Checking why refunds are late',
  catalogHash: 'hash-1',
  rule: 'payments/ReadOnly: 1 of bob, carol',
  firstRequest: false,
  stages: [{ key: 'a set', need: 1, from: ['bob', 'carol'] }],
  stage: 0,
  asks: [toIso(now + hour), toIso(now + 8 * hour)],
  deadline: toIso(now + 8 * hour),
  decisions: {},
  notified: {},
  progress: {},
  outbox: {},
  auditSeq: 0,
  auditHash: '',
  ...change,
});

export const voteOf = (name: string, change: Partial<Decision> = {}): Record<string, Decision> => ({
  [name]: {
    verdict: 'approve',
    counts: ['0:a set'],
    by: { person: name, teamId: team, userId: `U0${name.toUpperCase()}` },
    source: 'message',
    at: toIso(now + 60_000),
    rule: 'payments/ReadOnly: 1 of bob, carol',
    catalogHash: 'hash-1',
    ...change,
  },
});
