import type { Stage, Target } from '../../domain/catalog.ts';
import type { Due } from '../../domain/due.ts';
import type {
  Actor,
  AuditNote,
  Decision,
  Extension,
  MessageAddress,
  Outcome,
  RequestedTarget,
  RequestRecord,
  TargetProgress,
} from '../../domain/record.ts';
import { sources } from '../../domain/source.ts';
import { type Status, statuses } from '../../domain/status.ts';
import type { Item } from '../store.ts';
import {
  boolean,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  type Read,
  shape,
  text,
  time,
  versioned,
} from './fields.ts';

const status = oneOf(...(Object.keys(statuses) as Status[]));
const source = oneOf(...sources);
const actor = shape<Actor>({ person: text, teamId: text, userId: text });
const outcome = shape<Outcome>({ code: text, message: text });
const address = shape<MessageAddress>({ channel: text, ts: text });

const accountOf = shape<{ id: string; name: string }>({ id: text, name: text });
/** The kind knows what else a target holds; each has an account. */
export const target: Read<Target> = (value, at) => {
  const fields = object(value, at);
  accountOf(fields.account, `${at}.account`);
  return fields as Target;
};

const due: Read<Due> = (value, at) => text(value, at) as Due;

const decision = shape<Decision>({
  verdict: oneOf('approve', 'deny'),
  counts: list(text),
  by: actor,
  onBehalfOf: optional(actor),
  reason: optional(text),
  source,
  at: time,
  rule: text,
  catalogHash: text,
});

const progress = shape<TargetProgress>({
  receipt: optional(map(text)),
  seen: optional(boolean),
  preexisting: optional(boolean),
  removed: optional(time),
  holderLost: optional(time),
  kept: optional(oneOf('held-by-others', 'preexisting')),
  awsRequestIds: optional(list(text)),
});

const note = {
  id: text,
  at: time,
  what: text,
  status,
  source,
  by: optional(actor),
  detail: optional(object),
};
export const noteFields = note;

const version1 = shape<RequestRecord>({
  requestId: text,
  v: oneOf(1),
  rev: number,
  status,
  createdAt: time,
  source,
  requester: actor,
  project: text,
  role: text,
  kind: text,
  risk: oneOf('low', 'medium', 'high'),
  production: boolean,
  channel: text,
  targets: list(shape<RequestedTarget>({ target, principal: text, resourceKey: text })),
  durationMs: number,
  maxTotalMs: number,
  startAt: time,
  justification: text,
  catalogHash: text,
  rule: text,
  firstRequest: boolean,
  stages: list(shape<Stage>({ key: text, need: number, from: list(text) })),
  stage: number,
  asks: list(time),
  deadline: optional(time),
  decisions: map(decision),
  notified: map(address),
  askToken: optional(text),
  askSeq: optional(text),
  holdToken: optional(text),
  wake: optional(oneOf('end', 'extend')),
  endedBy: optional(actor),
  endReason: optional(text),
  endAskedAt: optional(time),
  extension: optional(shape<Extension>({ byMs: number, to: time, by: actor, at: time })),
  endsBy: optional(time),
  grantedAt: optional(time),
  until: optional(time),
  warnAt: optional(time),
  endedAt: optional(time),
  progress: map(progress),
  outcome: optional(outcome),
  lastProblem: optional(text),
  heldBack: optional(oneOf('behind', 'lost', 'unexplained')),
  dueShard: optional(number),
  due: optional(due),
  misses: optional(number),
  stopped: optional(time),
  outbox: map(shape<AuditNote>(note)),
  recent: optional(list(text)),
  auditSeq: number,
  auditHash: text,
});

const read = versioned<RequestRecord>('request', { 1: version1 });

/** An item of `requests` as its version says. Throws `UnreadableRecord` naming the request and the field. */
export const readRequest = (item: Item): RequestRecord => read(item, `request ${String(item.requestId)}`);

type Active = Pick<RequestRecord, 'requestId' | 'status' | 'project' | 'role' | 'requester'>;

/** A request as the index of active ones carries it. Throws `UnreadableRecord`. */
export const readActive = (item: Item): Active =>
  shape<Active>({ requestId: text, status, project: text, role: text, requester: actor })(
    item,
    `request ${String(item.requestId)}`,
  );
