import { accountKey } from '../../domain/identity.ts';
import { toIso } from '../../domain/time.ts';
import { readRequest } from '../read/request.ts';
import type { Requests } from './port.ts';
import { asItem, statusName, type Table, whenGiven } from './write.ts';

/** From the request to its decision. */
export const approving = ({
  store,
  name,
  write,
  move,
}: Table): Pick<
  Requests,
  'create' | 'get' | 'getMany' | 'open' | 'storeAskToken' | 'expire' | 'decide' | 'closeUngranted'
> => ({
  create(record) {
    const write = store.newId();
    return store.insert(name, { ...asItem(record), write }, 'requestId', item => item.write === write);
  },

  async get(requestId) {
    const item = await store.get(name, { requestId });
    return item && readRequest(item);
  },

  getMany: async ids =>
    (
      await store.getMany(
        name,
        ids.map(requestId => ({ requestId })),
      )
    ).map(readRequest),

  open: (moved, opening) =>
    move(moved, {
      set: [
        ['catalogHash', opening.catalogHash],
        ['rule', opening.rule],
        ['stages', opening.stages],
        ['asks', opening.asks],
        ['firstRequest', opening.firstRequest],
        ...whenGiven('deadline', opening.deadline),
        ...whenGiven('outcome', opening.outcome),
      ],
    }),

  storeAskToken: (requestId, { token, seq, now }) =>
    write(requestId, undefined, {
      set: [
        ['askToken', token],
        ['askSeq', seq],
      ],
      when: '#s = :pending AND #deadline > :now AND (attribute_not_exists(#seq) OR #seq <= :seq)',
      names: { ...statusName, '#deadline': 'deadline', '#seq': 'askSeq' },
      values: { ':pending': 'PENDING', ':now': toIso(now), ':seq': seq },
      own: item => item.askSeq === seq && item.askToken === token,
    }),

  expire: (moved, now) =>
    move(moved, {
      and: '#deadline <= :now',
      names: { '#deadline': 'deadline' },
      values: { ':now': now },
    }),

  decide: (moved, now, { rev, decision, stage, stages, outcome }) =>
    move(moved, {
      set: [
        [['decisions', accountKey(decision.by)], decision],
        ['stage', stage],
        ['stages', stages],
        ...whenGiven('outcome', outcome),
      ],
      and: '#rev = :rev AND #deadline > :now AND attribute_not_exists(#decisions.#who)',
      names: {
        '#rev': 'rev',
        '#deadline': 'deadline',
        '#decisions': 'decisions',
        '#who': accountKey(decision.by),
      },
      values: { ':rev': rev, ':now': now },
    }),

  // Once there is a bound, AWS may have been asked: only a revocation may close the request then.
  closeUngranted: (moved, outcome) =>
    move(moved, {
      set: [['outcome', outcome]],
      and: 'attribute_not_exists(#endsBy)',
      names: { '#endsBy': 'endsBy' },
    }),
});
