import type { Pending } from '../../grants/port.ts';
import type { Holder, Holding } from '../holding.ts';
import type { Item } from '../store.ts';
import { boolean, map, oneOf, optional, shape, text, time, versioned } from './fields.ts';
import { target } from './request.ts';

const version1 = shape<Holding>({
  v: oneOf(1),
  resourceKey: text,
  leaseBy: optional(text),
  leaseUntil: optional(time),
  holders: map(shape<Holder>({ kind: text, principal: text, target, until: time })),
  preexisting: optional(boolean),
  inherited: optional(boolean),
  pending: optional(
    shape<Pending>({
      op: oneOf('grant', 'extend', 'revoke'),
      requestId: text,
      startedAt: time,
      operationId: optional(text),
    }),
  ),
  gone: optional(text),
  goneAt: optional(time),
});

const read = versioned<Holding>('holding', { 1: version1 });

/** An item of `holdings` as its version says. Throws `UnreadableRecord` naming the resource key and the field. */
export const readHolding = (item: Item): Holding => read(item, `holding ${String(item.resourceKey)}`);
