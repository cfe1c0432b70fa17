import { dueShards } from '../../domain/schedule.ts';
import { isFinal, type Status, statuses } from '../../domain/status.ts';
import { toIso } from '../../domain/time.ts';
import { readSummary } from '../read/request.ts';
import type { Requests } from './port.ts';
import { statusIn, statusName, type Table } from './write.ts';

const finals = (Object.keys(statuses) as Status[]).filter(isFinal);

/** What is due, and the lists by requester and by project. */
export const queries = ({
  store,
  name,
  write,
}: Table): Pick<Requests, 'markDue' | 'closed' | 'due' | 'requestsOf' | 'ofProject'> => ({
  async markDue(requestId, dueAt) {
    await write(requestId, undefined, {
      set: [['dueAt', dueAt]],
      when: 'attribute_exists(dueShard)',
    });
  },

  async closed(requestId) {
    const { when, values } = statusIn(finals);
    const after = await write(requestId, undefined, {
      remove: ['dueShard', 'dueAt', 'askToken', 'holdToken', 'wake'],
      names: { ...statusName, '#outbox': 'outbox' },
      when: `${when} AND size(#outbox) = :none`,
      values: { ...values, ':none': 0 },
    });
    return after !== undefined;
  },

  async due(now, limit) {
    const shards = Array.from({ length: dueShards }, (_, shard) =>
      store.query(name, {
        index: 'due',
        where: '#shard = :shard AND #dueAt <= :now',
        names: { '#shard': 'dueShard', '#dueAt': 'dueAt' },
        values: { ':shard': shard, ':now': toIso(now) },
        limit,
      }),
    );
    return (await Promise.all(shards)).flat().map(item => String(item.requestId));
  },

  requestsOf: async (person, limit) =>
    (
      await store.query(name, {
        index: 'by-requester',
        where: '#person = :person',
        names: { '#person': 'requesterPerson' },
        values: { ':person': person },
        newestFirst: true,
        limit,
      })
    ).map(readSummary),

  ofProject: async (project, status, limit) =>
    (
      await store.query(name, {
        index: 'by-project',
        where: '#project = :project',
        filter: '#s = :status',
        names: { '#project': 'project', ...statusName },
        values: { ':project': project, ':status': status },
        newestFirst: true,
        limit,
      })
    ).map(readSummary),
});
