import { auditStart } from '../../../functions/domain/audit.ts';
import { dueOn } from '../../../functions/domain/due.ts';
import type { AuditNote, RequestRecord } from '../../../functions/domain/record.ts';
import { dueShard } from '../../../functions/domain/schedule.ts';
import { hour, toIso } from '../../../functions/domain/time.ts';
import { type Move, moveOf, type TransitionName } from '../../../functions/domain/transitions.ts';
import { createAudit } from '../../../functions/ledger/audit.ts';
import { createCatalogStore } from '../../../functions/ledger/catalog.ts';
import { createHoldings } from '../../../functions/ledger/holdings.ts';
import { createQueues } from '../../../functions/ledger/queues.ts';
import { createRequests } from '../../../functions/ledger/requests.ts';
import { createStore } from '../../../functions/ledger/store.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { createDynamoDb } from '../../../local/aws/dynamodb.ts';
import { createTables, localTables } from '../../../local/aws/tables.ts';

/** 2026-03-02T10:00:00Z */
export const now = Date.UTC(2026, 2, 2, 10);
export const at = (ms: number) => toIso(now + ms);

/** A ledger on empty tables. */
export const createLedger = async () => {
  const dynamodb = createDynamoDb();
  await createTables(dynamodb.client);
  const store = createStore(dynamodb.client);
  return {
    dynamodb,
    store,
    requests: createRequests(store, localTables.requests),
    holdings: createHoldings(store, localTables.holdings),
    queues: createQueues(store, localTables.holdings),
    audit: createAudit(store, localTables, sha256),
    catalog: createCatalogStore(store, localTables.projects),
  };
};

export const resourceKey = 'iam-group:111111111111:admin_rds:alice';
export const target = {
  account: { name: 'staging', id: '111111111111', production: false },
  group: 'admin_RDS',
};

export const actor = (person: string) => ({ person, teamId: 'T0TEAM', userId: `U0${person.toUpperCase()}` });

let notes = 0;
export const note = (what: string): AuditNote => {
  notes += 1;
  const id = `${String(notes).padStart(6, '0')} ${what}`;
  return { id, at: toIso(now), what, status: 'NEW', source: 'machine' };
};

/** A transition of the request as `recordOf` makes it, by bob. */
export const moved = (requestId: string, name: TransitionName): Move =>
  moveOf(name, recordOf(requestId), now, { by: actor('bob') });

export const recordOf = (requestId: string, change: Partial<RequestRecord> = {}): RequestRecord => ({
  requestId,
  v: 1,
  rev: 1,
  status: 'PENDING',
  createdAt: toIso(now),
  source: 'shortcut',
  requester: actor('alice'),
  project: 'payments',
  role: 'DatabaseAdmin',
  kind: 'iam-group',
  risk: 'low',
  production: false,
  channel: 'C0PAYMENTS',
  targets: [{ target, principal: 'alice', resourceKey }],
  durationMs: hour,
  maxTotalMs: hour,
  startAt: toIso(now),
  justification: 'because',
  catalogHash: 'hash',
  rule: 'payments/DatabaseAdmin: 1 of bob, carol',
  firstRequest: true,
  stages: [{ key: 'a set', need: 1, from: ['bob', 'carol'] }],
  stage: 0,
  asks: [at(hour)],
  deadline: at(hour),
  decisions: {},
  notified: {},
  progress: { [resourceKey]: {} },
  dueShard: dueShard(requestId),
  due: dueOn('waiting', at(0)),
  outbox: {},
  auditSeq: auditStart.seq,
  auditHash: auditStart.hash,
  ...change,
});
