import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { minute, second } from '../../../functions/domain/time.ts';
import { localTables } from '../../../local/aws/tables.ts';
import { createLedger, now } from './ledger.ts';

const test = suite('queues');
const { queues, holdings, store } = await createLedger();

test('nobody waits in a queue that nobody has stood in', async () => {
  assert.not(await queues.revocationsWait('iam/1', now));
});

test('a revocation that waits is seen for two and a half minutes, and in its own queue only', async () => {
  await queues.revocationWaits('iam/2', now);
  assert.ok(await queues.revocationsWait('iam/2', now));
  assert.ok(await queues.revocationsWait('iam/2', now + 150 * second));
  assert.not(await queues.revocationsWait('iam/2', now + 150 * second + 1));
  assert.not(await queues.revocationsWait('iam/3', now));
});

test('of many that wait, one writes: a mark that lasts another minute stays as it is', async () => {
  await queues.revocationWaits('iam/4', now);
  const key = { resourceKey: '#queue/iam/4' };
  const first = await store.get(localTables.holdings, key);
  await queues.revocationWaits('iam/4', now + 80 * second);
  assert.equal(await store.get(localTables.holdings, key), first);
  await queues.revocationWaits('iam/4', now + 100 * second);
  assert.ok(await queues.revocationsWait('iam/4', now + 4 * minute));
});

test('a queue is no holding', async () => {
  await queues.revocationWaits('iam/5', now);
  assert.equal(await holdings.all(), []);
});

test.run();
