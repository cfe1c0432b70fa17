import { auditStart } from './audit.ts';
import { dueOn } from './due.ts';
import type { RequestRecord } from './record.ts';
import { dueShard } from './schedule.ts';
import { toIso } from './time.ts';
import { lookAgainAt } from './transitions.ts';

/** A request as it was asked for: what the first entry of its chain carries, so that the item can be made again. */
export type AskedFor = Pick<
  RequestRecord,
  | 'createdAt'
  | 'source'
  | 'requester'
  | 'project'
  | 'role'
  | 'kind'
  | 'risk'
  | 'production'
  | 'channel'
  | 'targets'
  | 'durationMs'
  | 'maxTotalMs'
  | 'startAt'
  | 'justification'
  | 'catalogHash'
  | 'rule'
  | 'firstRequest'
>;

/** The item of a request of which nothing has happened yet, without its first note. `now` in epoch ms. */
export const newRecord = (requestId: string, asked: AskedFor, now: number): RequestRecord => ({
  requestId,
  v: 1,
  rev: 1,
  status: 'NEW',
  ...asked,
  stages: [],
  stage: 0,
  asks: [],
  decisions: {},
  notified: {},
  progress: Object.fromEntries(asked.targets.map(({ resourceKey }) => [resourceKey, {}])),
  dueShard: dueShard(requestId),
  due: dueOn('waiting', lookAgainAt('NEW', { ...asked, asks: [] }, now) ?? toIso(now)),
  outbox: {},
  auditSeq: auditStart.seq,
  auditHash: auditStart.hash,
});
