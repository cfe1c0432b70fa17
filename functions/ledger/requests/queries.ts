import { classOf, type DueClass, dueClasses, dueOn, readDue } from '../../domain/due.ts';
import { accountKey } from '../../domain/identity.ts';
import { dueShards } from '../../domain/schedule.ts';
import { isFinal, type Status, statuses } from '../../domain/status.ts';
import { type Iso, toIso } from '../../domain/time.ts';
import { readActive } from '../read/request.ts';
import type { Requests } from './port.ts';
import { everywhere, statusIn, statusName, type Table } from './write.ts';

const look = (status: Status, at: Iso) => ({
  set: [['due', dueOn(classOf(status), at)]] as [string, unknown][],
  when: 'attribute_exists(dueShard) AND #s = :status',
  names: statusName,
  values: { ':status': status },
});

const finals = (Object.keys(statuses) as Status[]).filter(isFinal);

/** What is due, and the lists by requester and by project. */
export const queries = ({
  store,
  name,
  write,
}: Table): Pick<Requests, 'markDue' | 'putOff' | 'stopped' | 'closed' | 'due' | 'requestsOf' | 'active'> => ({
  async markDue(requestId, status, at) {
    await write(requestId, undefined, { ...look(status, at), remove: ['misses'] });
  },

  async putOff(requestId, status, at) {
    await write(requestId, undefined, { ...look(status, at), add: [['misses', 1]] });
  },

  async stopped(requestId, at) {
    await write(requestId, undefined, {
      set: [
        ['stopped', at],
        ['due', dueOn('live', at)],
      ],
      when: 'attribute_exists(dueShard)',
    });
  },

  async closed(requestId) {
    const { when, values } = statusIn(finals);
    const after = await write(requestId, undefined, {
      remove: ['dueShard', 'due', 'misses', 'askToken', 'holdToken', 'wake'],
      names: { ...statusName, '#outbox': 'outbox' },
      when: `${when} AND size(#outbox) = :none`,
      values: { ...values, ':none': 0 },
    });
    return after !== undefined;
  },

  async due(now) {
    const shards = Array.from({ length: dueShards }, (_, shard) =>
      store.query(name, {
        index: 'due',
        where: '#shard = :shard AND #due <= :now',
        names: { '#shard': 'dueShard', '#due': 'due' },
        // Of the classes at this very moment, too: they stand behind the time.
        values: { ':shard': shard, ':now': `${toIso(now)}/9` },
      }),
    );
    const found = (await Promise.all(shards)).flat().map(item => ({
      requestId: String(item.requestId),
      ...readDue(String(item.due)),
    }));
    found.sort((a, b) => (a.at < b.at ? -1 : 1));
    const ids = (wanted: DueClass) =>
      found.filter(({ name }) => name === wanted).map(({ requestId }) => requestId);
    return Object.fromEntries(dueClasses.map(each => [each, ids(each)])) as Record<DueClass, string[]>;
  },

  async requestsOf(account, limit) {
    const found = await store.query(name, {
      index: 'by-requester',
      where: '#account = :account',
      names: { '#account': 'requesterAccount' },
      values: { ':account': accountKey(account) },
      newestFirst: true,
      limit,
    });
    return found.map(({ requestId }) => String(requestId));
  },

  async active() {
    const found = await store.query(name, {
      index: 'active',
      where: '#in = :all',
      names: { '#in': 'activeIn' },
      values: { ':all': everywhere },
    });
    return found.map(readActive);
  },
});
