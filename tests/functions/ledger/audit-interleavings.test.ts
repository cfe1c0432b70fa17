import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { verifyChain } from '../../../functions/domain/audit.ts';
import { isCurfewError } from '../../../functions/domain/errors.ts';
import { createAudit } from '../../../functions/ledger/audit.ts';
import { createRequests } from '../../../functions/ledger/requests.ts';
import { createStore, type Store } from '../../../functions/ledger/store.ts';
import { sha256 } from '../../../functions/runtime/sha256.ts';
import { createDynamoDb } from '../../../local/aws/dynamodb.ts';
import { createTables, localTables } from '../../../local/aws/tables.ts';
import { effort } from '../../effort.ts';
import { note, recordOf } from './ledger.ts';

const test = suite('the audit, whatever comes between its calls');

class Died extends Error {}

/** Every call waits for its turn, and a worker may die before one, or after one took effect. */
const takingTurns = (
  store: Store,
  scheduler: fc.Scheduler,
  dies: () => 'before' | 'after' | undefined,
): Store =>
  new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || name === 'newId') return method;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(name));
        const death = dies();
        if (death === 'before') throw new Died('before a call');
        const answer: unknown = await Reflect.apply(method, target, args);
        if (death === 'after') throw new Died('after a call');
        return answer;
      };
    },
  });

const tables = { requests: localTables.requests, audit: localTables.audit };
const dynamodb = createDynamoDb({ wire: false });
await createTables(dynamodb.client);
const calm = createStore(dynamodb.client);
const requests = createRequests(calm, tables.requests);
const audit = createAudit(calm, tables, sha256);
let runs = 0;

type Act = 'note' | 'late note' | 'flush' | 'check what was read before' | 'die before' | 'die after';
const acts = fc.array(
  fc.constantFrom<Act>('note', 'late note', 'flush', 'check what was read before', 'die before', 'die after'),
  { minLength: 3, maxLength: 9 },
);

/** Plays the acts at once on one request. Answers its id, the notes that were made, and who raised an alarm. */
const play = async (scheduler: fc.Scheduler, plan: readonly Act[]) => {
  runs += 1;
  const id = `r-${runs}`;
  await requests.create(recordOf(id));
  const early = await requests.get(id);
  const made: string[] = [];
  const alarms: unknown[] = [];
  const ofWorker = (death?: 'before' | 'after') => {
    // Somewhere in the middle of what a flush does.
    let left = 2 + (runs % 4);
    const dies = () => {
      left -= 1;
      return death !== undefined && left === 0 ? death : undefined;
    };
    const store = takingTurns(calm, scheduler, dies);
    return { audit: createAudit(store, tables, sha256), requests: createRequests(store, tables.requests) };
  };
  const write = async (what: string) => {
    made.push(what);
    const worker = ofWorker();
    await worker.requests.note(id, { ...note(what), id: `000000 ${what}` });
    return worker;
  };
  const run: Record<Act, (index: number) => Promise<unknown>> = {
    note: async index => (await write(`note ${index}`)).audit.flush(id),
    'late note': index => write(`late ${index}`),
    flush: () => ofWorker().audit.flush(id),
    'check what was read before': async () => {
      const worker = ofWorker();
      const read = await worker.requests.get(id);
      for (const record of [early, read, early, read]) if (record) await worker.audit.requireCurrent(record);
    },
    'die before': () => ofWorker('before').audit.flush(id),
    'die after': () => ofWorker('after').audit.flush(id),
  };
  const working = plan.map((act, index) =>
    run[act](index).catch((error: unknown) => {
      if (!(error instanceof Died)) alarms.push(error);
    }),
  );
  await scheduler.waitFor(Promise.all(working));
  return { id, made, alarms };
};

const many = { numRuns: effort.races, seed: 20_261_120 };

test('F88: each note is moved once, in one chain, and nobody is alarmed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), acts, async (scheduler, plan) => {
      const { id, made, alarms } = await play(scheduler, plan);
      assert.equal(alarms, []);
      await audit.flush(id);
      const entries = await audit.entries(id);
      const item = await requests.get(id);
      assert.equal(entries.map(({ what }) => what).sort(), [...made].sort());
      assert.equal(item?.outbox, {});
      assert.ok(verifyChain(entries, sha256, { seq: item?.auditSeq ?? -1, hash: item?.auditHash ?? '' }).ok);
    }),
    many,
  );
});

test('F87: an entry of somebody else is never unseen, whenever it came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), acts, fc.nat({ max: 2 }), async (scheduler, plan, beyond) => {
      const { id, alarms } = await play(scheduler, [...plan, 'flush']);
      const item = await requests.get(id);
      const seq = (item?.auditSeq ?? 0) + 1 + beyond;
      const foreign = {
        requestId: id,
        v: 1,
        seq,
        at: '2026-03-02T10:00:00.000Z',
        what: 'granted',
        status: 'GRANTED',
      };
      await calm.put(tables.audit, { ...foreign, source: 'machine', prev: 'x', hash: 'x', id: 'foreign' });
      for (let more = 0; more <= beyond; more += 1) await requests.note(id, note(`later ${more}`));
      const seen = [...alarms, await audit.flush(id).catch((error: unknown) => error)];
      assert.ok(
        seen.some(error => isCurfewError(error, 'LedgerBehind')),
        `${seen.length} without an alarm`,
      );
    }),
    many,
  );
});

test.run();
