import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour } from '../../../functions/domain/time.ts';
import { createCatalogStore } from '../../../functions/ledger/catalog.ts';
import { leaseMs } from '../../../functions/ledger/holdings.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { catalog } from '../domain/fixtures.ts';
import { at, createLedger, note, now, recordOf, target } from './ledger.ts';
import { writesOf } from './writes.ts';

const ledger = await createLedger();
const { dynamodb, requests, holdings, audit } = ledger;
const { faults } = dynamodb;

const onUpdate = (table: string) => (action: string, input: Record<string, unknown>) =>
  action === 'UpdateItem' && input.TableName === table;

/** What others may do between the effect and the SDK's second attempt. */
const meanwhile: { name: string; then: (id: string) => Promise<void> }[] = [
  { name: 'nothing else happens', then: async () => undefined },
  { name: 'another note is written', then: id => requests.note(id, note('other')) },
  { name: 'the note is moved into the chain', then: id => audit.flush(id) },
  {
    name: 'it is moved, and fifteen others after it',
    then: async id => {
      await audit.flush(id);
      for (let index = 0; index < 15; index += 1) {
        await requests.note(id, note(`later ${index}`));
        await audit.flush(id);
      }
    },
  },
];

let made = 0;
const fresh = async (change: Parameters<typeof recordOf>[1]) => {
  made += 1;
  const id = `lost-${made}`;
  await requests.create(recordOf(id, change));
  return id;
};

for (const { name, write, yes } of writesOf(requests)) {
  const noted = name === 'ask token' ? 0 : 1;
  for (const { name: between, then } of meanwhile) {
    test(`F86: ${name}: an answer that was lost counts as heard, though meanwhile ${between}`, async () => {
      for (const change of yes) {
        const id = await fresh(change);
        const certain = await fresh(change);
        const expected = await write(certain);
        const planned = faults.loseAnswer(onUpdate(localTables.requests), 1, { then: () => then(id) });
        const after = await write(id);
        assert.is(planned.struck, 1);
        assert.is(after?.status, expected?.status);
        await audit.flush(id);
        const entries = await audit.entries(id);
        const own = entries.filter(({ what }) => !/^(other|later)/.test(what));
        assert.is(own.length, noted, `${entries.map(entry => entry.what)}`);
      }
    });
  }

  test(`F86: ${name}: no attempt is answered, and what was done is known all the same`, async () => {
    const id = await fresh(yes[0]);
    const planned = faults.loseAnswer(onUpdate(localTables.requests), 1, { every: true });
    assert.ok(await write(id));
    assert.is(planned.struck, 1);
  });
}

test("F86: somebody else's effect is not taken for one's own", async () => {
  const writes = writesOf(requests);
  const named = (name: string) =>
    writes.find(each => each.name === name)?.write ?? (() => assert.unreachable());
  const id = await fresh({ status: 'GRANTED', until: at(hour) });
  const planned = faults.stumble(onUpdate(localTables.requests), 1, async () => {
    assert.ok(await named('end asked for')(id));
  });
  assert.is(await named('end asked for')(id), undefined);
  assert.is(planned.struck, 1);
});

test('F86: without a fault, a conditional write that holds or is refused is one call', async () => {
  const [first] = writesOf(requests);
  const id = await fresh(first?.yes[0]);
  const calls = () => (dynamodb.counts.UpdateItem ?? 0) + (dynamodb.counts.GetItem ?? 0);
  const before = calls();
  assert.ok(await first?.write(id));
  assert.is(await first?.write(id), undefined);
  assert.is(calls() - before, 2);
});

test('F86: a request whose creation was not heard is created', async () => {
  for (const every of [false, true]) {
    const planned = faults.loseAnswer(action => action === 'PutItem', 1, { every });
    assert.ok(await requests.create(recordOf(`created-${every}`)));
    assert.is(planned.struck, 1);
  }
});

const holder = { kind: 'iam-group', principal: 'alice', target, until: at(hour) };
const leased = async (key: string, worker = 'me', when = now) => {
  const lease = await holdings.lease(key, worker, when);
  if (lease === undefined) throw new Error('the lease is taken');
  return lease;
};
const lose = (how: { every?: boolean; then?: () => Promise<void> } = {}) =>
  faults.loseAnswer(onUpdate(localTables.holdings), 1, how);

for (const every of [false, true]) {
  test(`F86: a lease is held though ${every ? 'no answer' : 'not the first answer'} was heard`, async () => {
    const planned = lose({ every });
    const lease = await leased(`lease-${every}`);
    assert.is(planned.struck, 1);
    assert.ok(await holdings.addHolder(lease, 'r-1', holder, false));
  });

  test(`F86: the one who leaves has left though ${every ? 'no answer' : 'not the first answer'} was heard`, async () => {
    const lease = await leased(`leave-${every}`);
    await holdings.addHolder(lease, 'r-1', holder, false);
    await holdings.addHolder(lease, 'r-2', holder, false);
    const planned = lose({ every });
    assert.ok(await holdings.removeHolder(lease, 'r-1'));
    const last = await leased(`leave-${every}`);
    const again = lose({ every });
    assert.ok(await holdings.removeLastHolder(last, 'r-2', true, now));
    assert.is(planned.struck + again.struck, 2);
    assert.equal((await holdings.get(`leave-${every}`))?.holders, {});
  });
}

test('F86: the last one out has left, though another took the lease and left before the second attempt', async () => {
  const lease = await leased('relay');
  await holdings.addHolder(lease, 'r-1', holder, false);
  const planned = lose({
    then: async () => {
      const other = await leased('relay', 'other');
      await holdings.addHolder(other, 'r-2', holder, false);
      await holdings.removeLastHolder(other, 'r-2', true, now);
    },
  });
  assert.ok(await holdings.removeLastHolder(lease, 'r-1', true, now));
  assert.is(planned.struck, 1);
});

test('a worker whose lease ran out changes nothing, though the item was lost and made again', async () => {
  const old = await leased('lost');
  await holdings.addHolder(old, 'r-1', holder, false);
  await dynamodb.call('deleteItem', {
    TableName: localTables.holdings,
    Key: { resourceKey: { S: 'lost' } },
  });
  await leased('lost', 'new', now + leaseMs + 1);
  assert.is(await holdings.addHolder(old, 'r-1', holder, false), undefined);
  assert.not.ok(await holdings.setPending(old, { op: 'grant', requestId: 'r-1', startedAt: at(0) }));
  assert.not.ok(await holdings.extendHolder(old, 'r-1', at(hour)));
});

for (const every of [false, true]) {
  test(`F86: an apply whose answer was lost is in force, and says so (${every ? 'no' : 'not the first'} answer)`, async () => {
    const own = await createLedger();
    const store = createCatalogStore(own.store, localTables.projects);
    const isHead = (action: string, input: Record<string, unknown>) =>
      (action === 'UpdateItem' && input.TableName === localTables.projects) ||
      (action === 'PutItem' && JSON.stringify(input).includes('"#catalog"'));
    const first = own.dynamodb.faults.loseAnswer(isHead, 1, { every });
    assert.is(await store.save(catalog(), undefined), 'saved');
    const second = own.dynamodb.faults.loseAnswer(isHead, 1, { every });
    assert.is(await store.save({ ...catalog(), hash: 'next' }, 1), 'saved');
    assert.is(first.struck + second.struck, 2);
    assert.is(await store.save({ ...catalog(), hash: 'late' }, 1), 'conflict');
  });
}

test.run();
