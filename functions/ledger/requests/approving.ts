import { toIso } from '../../domain/time.ts';
import type { Requests } from './port.ts';
import { asItem, asRecord, oneOf, optional, statusName, type Table } from './write.ts';

/** From the request to its decision. */
export const approving = ({
  store,
  name,
  write,
}: Table): Pick<Requests, 'create' | 'get' | 'open' | 'storeAskToken' | 'expire' | 'vote' | 'close'> => ({
  create: record => store.insert(name, asItem(record), 'requestId'),

  async get(requestId) {
    const item = await store.get(name, { requestId });
    return item && asRecord(item);
  },

  open: (requestId, opening, note) =>
    write(requestId, note, {
      set: [
        ['status', opening.status],
        ['catalogHash', opening.catalogHash],
        ['rule', opening.rule],
        ['stages', opening.stages],
        ['asks', opening.asks],
        ['firstRequest', opening.firstRequest],
        ['dueAt', opening.dueAt],
        ...optional('deadline', opening.deadline),
        ...optional('outcome', opening.outcome),
      ],
      when: '#s = :new',
      names: statusName,
      values: { ':new': 'NEW' },
    }),

  storeAskToken: (requestId, token, seq, now) =>
    write(requestId, undefined, {
      set: [
        ['askToken', token],
        ['askSeq', seq],
      ],
      when: '#s = :pending AND #deadline > :now AND (attribute_not_exists(#seq) OR #seq <= :seq)',
      names: { ...statusName, '#deadline': 'deadline', '#seq': 'askSeq' },
      values: { ':pending': 'PENDING', ':now': toIso(now), ':seq': seq },
    }),

  expire: (requestId, now, dueAt, note) =>
    write(requestId, note, {
      set: [
        ['status', 'EXPIRED'],
        ['dueAt', dueAt],
      ],
      when: '#s = :pending AND #deadline <= :now',
      names: { ...statusName, '#deadline': 'deadline' },
      values: { ':pending': 'PENDING', ':now': toIso(now) },
    }),

  vote: (requestId, vote, now, note) =>
    write(requestId, note, {
      set: [
        [['decisions', vote.decision.by.person], vote.decision],
        ['status', vote.status],
        ['stage', vote.stage],
        ['stages', vote.stages],
        ['asks', vote.asks],
        ['dueAt', vote.dueAt],
        ...optional('outcome', vote.outcome),
      ],
      when: '#s = :pending AND #rev = :rev AND #deadline > :now AND attribute_not_exists(#decisions.#who)',
      names: {
        ...statusName,
        '#rev': 'rev',
        '#deadline': 'deadline',
        '#decisions': 'decisions',
        '#who': vote.decision.by.person,
      },
      values: { ':pending': 'PENDING', ':rev': vote.rev, ':now': toIso(now) },
    }),

  close: (requestId, from, to, outcome, dueAt, note) =>
    write(requestId, note, {
      set: [
        ['status', to],
        ['outcome', outcome],
        ['dueAt', dueAt],
      ],
      names: statusName,
      ...oneOf(from),
    }),
});
