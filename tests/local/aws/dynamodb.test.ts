import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createStore } from '../../../functions/ledger/store.ts';
import { createDynamoDb } from '../../../local/aws/dynamodb.ts';
import { createTables, localTables } from '../../../local/aws/tables.ts';
import { rejectsNamed } from '../../../tooling/test/assert.ts';

const item = {
  requestId: 'r',
  dueShard: 1,
  dueAt: '2026-01-01',
  number: 1.5,
  yes: true,
  nothing: null,
  list: ['a', { b: [] }],
};

const opened = async (wire: boolean) => {
  const dynamodb = createDynamoDb({ wire });
  await createTables(dynamodb.client);
  return { dynamodb, store: createStore(dynamodb.client) };
};

const table = localTables.requests;
const change = {
  set: [['number', 2]] as [string, unknown][],
  when: '#n = :n',
  names: { '#n': 'number' },
  own: 'repeats' as const,
};

/** Everything the ledger does with a table, in one list of answers. */
const answers = async (wire: boolean): Promise<unknown[]> => {
  const { store } = await opened(wire);
  const key = { requestId: 'r' };
  return [
    await store.insert(table, item, 'requestId'),
    await store.insert(table, item, 'requestId'),
    await store.get(table, key),
    await store.get(table, { requestId: 'unknown' }),
    await store.update(table, key, { ...change, values: { ':n': 1.5 } }),
    await store.update(table, key, { ...change, values: { ':n': 1.5 } }),
    await store.getMany(table, [key]),
    await store.query(table, {
      where: '#r = :r',
      names: { '#r': 'requestId' },
      values: { ':r': 'r' },
    }),
    await store.scan(table, ['requestId', 'list']),
  ];
};

test('a client that goes straight to the emulator gets what one gets over HTTP', async () => {
  const straight = await answers(false);
  assert.equal(straight, await answers(true));
  assert.equal(straight[2], item);
});

for (const wire of [true, false]) {
  const how = wire ? 'over HTTP' : 'straight';
  test(`${how}: what the emulator refuses is thrown under AWS's name for it`, async () => {
    const { store } = await opened(wire);
    await rejectsNamed(
      store.get('no-table', { requestId: 'r' }),
      'ResourceNotFoundException',
      'resource not found',
    );
    await rejectsNamed(store.get(table, { other: 'r' }), 'ValidationException', 'key element');
  });

  test(`${how}: a planned fault fails as often as it was planned, and every attempt counts`, async () => {
    const { dynamodb, store } = await opened(wire);
    const planned = dynamodb.faults.fail(action => action === 'GetItem', 1);
    await rejectsNamed(store.get(table, { requestId: 'r' }), 'InternalServerError');
    assert.is(await store.get(table, { requestId: 'r' }), undefined);
    assert.is(dynamodb.counts.GetItem, 4);
    assert.is(planned.struck, 1);
  });

  test(`${how}: a call whose answer is lost has its effect, and the SDK sends it again`, async () => {
    const { dynamodb, store } = await opened(wire);
    const planned = dynamodb.faults.loseAnswer(action => action === 'PutItem', 1);
    assert.is(await store.insert(table, item, 'requestId'), false);
    assert.equal(await store.get(table, { requestId: 'r' }), item);
    assert.is(planned.struck, 1);
  });

  test(`${how}: a call may go without any answer and have its effect all the same`, async () => {
    const { dynamodb, store } = await opened(wire);
    dynamodb.faults.loseAnswer(action => action === 'PutItem', 1, { every: true });
    await rejectsNamed(store.put(table, item), 'InternalServerError');
    assert.equal(await store.get(table, { requestId: 'r' }), item);
  });

  test(`${how}: others may act between the effect and the SDK's second attempt`, async () => {
    const { dynamodb, store } = await opened(wire);
    await store.insert(table, item, 'requestId');
    dynamodb.faults.loseAnswer(action => action === 'UpdateItem', 1, {
      then: () => store.put(table, { ...item, number: 3 }),
    });
    const key = { requestId: 'r' };
    assert.equal(await store.update(table, key, { ...change, values: { ':n': 1.5 } }), { done: false });
    assert.is((await store.get(table, key))?.number, 3);
  });

  test(`${how}: a condition that does not hold is thrown as the SDK's own class`, async () => {
    const { dynamodb, store } = await opened(wire);
    dynamodb.faults.fail(action => action === 'PutItem', 1, ConditionalCheckFailedException.name);
    assert.is(await store.insert(table, item, 'requestId'), false);
  });
}

const readThat = async (how: { ConsistentRead?: boolean }) => {
  const { dynamodb, store } = await opened(false);
  await store.insert(table, item, 'requestId');
  await store.update(table, { requestId: 'r' }, { ...change, values: { ':n': 1.5 } });
  const Key = { requestId: { S: 'r' } };
  const one = (await dynamodb.call('GetItem', { TableName: table, Key, ...how })) as {
    Item?: { number?: unknown };
  };
  const many = (await dynamodb.call('BatchGetItem', {
    RequestItems: { [table]: { Keys: [Key], ...how } },
  })) as {
    Responses?: Record<string, { number?: unknown }[]>;
  };
  return [one.Item?.number, many.Responses?.[table]?.[0]?.number];
};

test('F75: a read that does not ask for consistency is answered with an older item', async () => {
  assert.equal(await readThat({}), [{ N: '1.5' }, { N: '1.5' }]);
  assert.equal(await readThat({ ConsistentRead: true }), [{ N: '2' }, { N: '2' }]);
});

test('F75: a read that does not ask for consistency does not see an item that was just made', async () => {
  const { dynamodb, store } = await opened(false);
  await store.insert(table, item, 'requestId');
  const read = await dynamodb.call('GetItem', { TableName: table, Key: { requestId: { S: 'r' } } });
  assert.not.ok('Item' in read);
});

test.run();
