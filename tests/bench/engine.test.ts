import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { manyOnEngine } from '../../bench/engine/many.ts';
import { manyWithHandlers } from '../../bench/engine/many-real.ts';
import { createRecords } from '../../bench/engine/record.ts';
import { manySection, monthSection } from '../../bench/engine/section.ts';
import { createEngineWorld, startAt } from '../../bench/engine/world.ts';
import { render } from '../../bench/report.ts';
import { plainScenario, play, scenarios } from '../../bench/requests/scenarios.ts';
import { hour, toIso } from '../../functions/domain/time.ts';
import { accessContract, type TaskState } from '../../statemachines/access.contract.ts';

test('the engine alone takes a request through as many transitions as the shipped handlers do', async () => {
  const plain = scenarios.find(({ name }) => name === plainScenario);
  assert.ok(plain);
  if (plain === undefined) return;
  const { transitions } = await play(plain);
  const many = await manyOnEngine(7);
  assert.is(many.transitions, 7 * transitions);
});

test('what stands behind the states keeps to their contract', async () => {
  let now = startAt;
  const records = createRecords(
    () => now,
    () => startAt + hour,
  );
  const info = { executionName: 'r-1' } as Parameters<typeof records.invoke>[2];
  const call = async (state: TaskState, more: object = {}) => {
    const payload = accessContract[state].input.parse({ v: 1, state, requestId: 'r-1', ...more });
    accessContract[state].output.parse(await records.invoke('any', payload as never, info));
  };
  await call('Open');
  await call('Ask', { entered: toIso(now), retry: 0, token: 'token' });
  assert.is(records.approve('r-1'), 'token');
  const read = await records.dynamodb('getItem', {}, info);
  assert.is(accessContract['Read the decision'].output.parse(read).Item.status.S, 'APPROVED');
  await call('Grant');
  await call('Notify granted');
  await call('Notify ending');
  now += hour;
  await call('Revoke', { because: 'end' });
  await call('Notify ended');
  assert.is(records.ended(), 1);
});

test('a revocation before the end is a failure of the measurement', async () => {
  const { clock, engine, records, start, approve } = createEngineWorld(() => startAt + hour);
  const arn = start('early');
  await clock.settle();
  approve('early');
  await clock.settle();
  assert.is(records.granted(), 1);
  const payload = { v: 1, state: 'Revoke', requestId: 'early', because: 'end' };
  const refused = await records
    .invoke('revoke', payload, {} as Parameters<typeof records.invoke>[2])
    .catch((error: Error) => error.message);
  assert.match(String(refused), 'before its end');
  assert.is(engine.execution(arn).status, 'RUNNING');
  await clock.advanceBy(hour);
  assert.is(records.ended(), 1);
});

test('a grant of 30 days is simulated on the engine and with the shipped handlers', async () => {
  const shown = render(await monthSection({ times: 1 }));
  assert.match(shown, /the engine alone +[\d.]+ ms +[\d.]+ ms +≤ 100 ms/);
  assert.match(shown, /shipped handlers.* [\d.]+ ms/);
});

test('many grants are opened and ended in a process of their own', async () => {
  const section = await manySection({ grants: 20 });
  const shown = render(section);
  assert.match(shown, '20 open grants on the engine');
  assert.match(shown, /state transitions +240$/m);
  assert.match(shown, /resident at the peak +\d+ MB$/m);
  assert.equal(
    section.rows.filter(({ budget }) => budget !== undefined),
    [],
    'the budget is that of 10,000',
  );
});

test('the shipped handlers open and end as many, each for its own person', async () => {
  const { count, dynamodb } = await manyWithHandlers(2);
  assert.is(count, 2);
  assert.ok(dynamodb > 2 * 10);
});

test('npm run bench prints the sections it is asked for, and says whether their budgets are kept', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    'bench/run.ts',
    '--check',
    '--only',
    'transitions',
  ]);
  assert.match(stdout, /^Curfew's benchmarks, \d{4}-\d\d-\d\d: Node v\d+/);
  assert.match(stdout, new RegExp(`${plainScenario} +ENDED +12 +\\$0\\.300 +≤ 12 {2}ok`));
  assert.match(stdout, /denied +DENIED +\d+ /);
  assert.match(stdout, 'All 1 budgets are kept.');
});

test.run();
