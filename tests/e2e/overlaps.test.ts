import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CurfewError } from '../../functions/domain/errors.ts';
import { hour, minute, second } from '../../functions/domain/time.ts';
import type { PermissionSetTarget } from '../../functions/grants/permission-set/description.ts';
import { begin, exampleCatalog, type Story } from './support/story.ts';

const target = { account: { name: 'staging', id: '111111111111', production: false }, group: 'admin_RDS' };

const granted = async (story: Story, duration: string) => {
  const requestId = await story.ask('alice', { duration });
  await story.approve('bob');
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

test('F32: a pre-existing membership stays at the end, and the requester is notified that it will not end', async () => {
  const story = await begin();
  story.aws.give('iam-group', target, 'alice', 0);
  const requestId = await granted(story, '1h');
  assert.match(story.dms().at(-1) ?? '', 'will not end');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
  assert.match(story.dms().at(-1) ?? '', 'You already had this access before the request');
  await story.close();
});

test('F32: a pre-existing assignment stays at the end', async () => {
  const story = await begin();
  const role = (await exampleCatalog()).projects.platform?.roles.find(({ name }) => name === 'ReadOnly');
  const [first] = (role?.targets ?? []) as PermissionSetTarget[];
  assert.ok(first);
  if (first === undefined) return;
  const user = '11111111-1111-1111-1111-111111111111';
  story.aws.give('permission-set', first, user, 0);
  const requestId = await story.ask('alice', { project: 'platform', role: 'ReadOnly', duration: '1h' });
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), ['alice has ReadOnly in 111111111111']);
  await story.close();
});

test('F32: a grant that is refused never removes pre-existing access', async () => {
  const story = await begin();
  story.aws.give('iam-group', target, 'alice', 0);
  const startAt = story.clock.now() + hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  const catalog = await exampleCatalog();
  const { bob: _, ...people } = catalog.people;
  await story.apply({ ...catalog, hash: 'without bob', people });
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
  await story.close();
});

for (const requestId of ['req-plain', 'constructor']) {
  test(`F32: a grant refused before its holder is added strips nothing, whatever the request is called (${requestId})`, async () => {
    const story = await begin({
      arm: (name, deps) => {
        if (name !== 'grant') return deps;
        const addHolder = () => Promise.reject(new CurfewError('Refused', 'AWS says no'));
        return { ...deps, holdings: { ...deps.holdings, addHolder } };
      },
    });
    story.aws.give('iam-group', target, 'alice', 0);
    const form = { project: 'payments', role: 'DatabaseAdmin', duration: '1h', justification: 'x' };
    const account = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };
    await story.byAccount.submit(requestId, form, account);
    await story.clock.settle();
    await story.approve('bob');
    await story.clock.advanceBy(minute);
    assert.is(await story.status(requestId), 'FAILED');
    assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
    await story.close();
  });
}

for (const [first, second_] of [
  ['1h', '3h'],
  ['3h', '1h'],
] as const) {
  test(`F38: of two overlapping grants of ${first} and ${second_}, access lasts until the later end`, async () => {
    const story = await begin();
    const one = await granted(story, first);
    await story.clock.advanceBy(10 * minute);
    const two = await granted(story, second_);
    await story.clock.advanceBy(90 * minute);
    assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
    const ended = [await story.status(one), await story.status(two)].sort();
    assert.equal(ended, ['ENDED', 'GRANTED']);
    assert.match(story.dms().join('\n'), /another|other request/i);
    await story.clock.advanceBy(2 * hour);
    assert.equal(story.access(), []);
    await story.close();
  });
}

test('F39: ending one of two grants by hand leaves the other in place', async () => {
  const story = await begin();
  const one = await granted(story, '1h');
  const two = await granted(story, '2h');
  const alice = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };
  await story.byAccount.end(one, alice);
  await story.clock.advanceBy(minute);
  assert.is(await story.status(one), 'ENDED');
  assert.is(await story.status(two), 'GRANTED');
  assert.equal(story.access(), ['alice has admin_RDS in 111111111111']);
  await story.byAccount.end(two, alice);
  await story.clock.advanceBy(minute);
  assert.equal(story.access(), []);
  await story.close();
});

test('F44: an execution on the old definition is revoked by the new code', async () => {
  const story = await begin();
  const requestId = await granted(story, '1h');
  // Deployed meanwhile: a definition that new executions would use. The open one keeps its own.
  story.engine.updateStateMachine({
    stateMachineArn: story.stateMachineArn,
    definition: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Nothing',
      States: { Nothing: { Type: 'Succeed' } },
    }),
  });
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F74: a second grant while the deletion of the first is in progress ends granted', async () => {
  const story = await begin();
  story.aws.settings.assignmentMs = 90 * second;
  const asked = { project: 'platform', role: 'ReadOnly', duration: '1h' };
  await story.ask('alice', asked);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(10 * minute);
  await story.clickDm('alice', "I'm done");
  await story.clock.advanceBy(10 * second);
  assert.ok(story.aws.entries().some(({ state }) => state === 'being deleted'));
  const two = await story.ask('alice', asked);
  await story.approve('carol', 'C0PLATFORM');
  await story.clock.advanceBy(20 * minute);
  assert.is(await story.status(two), 'GRANTED');
  assert.is(story.access().length, 2);
  await story.clock.advanceBy(2 * hour);
  assert.equal(story.access(), []);
  await story.close();
});

test('F75: a stale read after our own removal is not taken for pre-existing access', async () => {
  const story = await begin();
  const one = await granted(story, '1h');
  await story.clock.advanceBy(10 * minute);
  await story.byAccount.end(one, { teamId: 'T0EXAMPLE', userId: 'U0ALICE' });
  await story.clock.advanceBy(minute);
  assert.is(await story.status(one), 'ENDED');
  // What reads show now is that the first still has it.
  story.aws.settings.staleMs = 4 * minute;
  const two = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  story.aws.settings.staleMs = 0;
  await story.clock.advanceBy(minute);
  assert.is(await story.status(two), 'GRANTED');
  assert.is(story.access().length, 1);
  assert.not.match(story.dms().join('\n'), 'will not end');
  await story.clock.advanceBy(3 * hour);
  assert.equal(story.access(), []);
  await story.close();
});

test('F77: a project, role and account removed from the catalog are still revoked from the record', async () => {
  const story = await begin();
  const requestId = await granted(story, '1h');
  const catalog = await exampleCatalog();
  await story.apply({ ...catalog, hash: 'empty', projects: {}, accounts: {}, people: {} });
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', 'Ended');
  await story.close();
});

test('two people in one group are granted and revoked apart', async () => {
  const story = await begin();
  await granted(story, '1h');
  const two = await story.ask('dave', { duration: '2h' });
  await story.approve('bob');
  await story.clock.advanceBy(90 * minute);
  assert.is(await story.status(two), 'GRANTED');
  assert.equal(story.access(), ['dave has admin_RDS in 111111111111']);
  await story.close();
});

test('access removed past Curfew is no error at the end', async () => {
  const story = await begin();
  const requestId = await granted(story, '1h');
  story.aws.take('iam-group', target, 'alice');
  await story.clock.advanceBy(2 * hour);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
