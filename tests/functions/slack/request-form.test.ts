import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toIso } from '../../../functions/domain/time.ts';
import { fakeService, world } from './harness.ts';
import { catalogOf, person, role } from './world.ts';

const opened = async (text?: string, service = fakeService()) => {
  const made = world(service);
  const alice = made.slack.as('U0ALICE');
  if (text === undefined) await alice.shortcut('request_aws_access');
  else await alice.command('/access', text);
  return { ...made, alice };
};

test('the shortcut opens a form that first asks for the project alone', async () => {
  const { alice, slack } = await opened();
  assert.is(alice.modal().title(), 'Request AWS access');
  assert.equal(alice.modal().options('project'), ['payments', 'search']);
  assert.not.match(alice.modal().text(), 'How long');
  assert.equal(slack.errors, []);
});

test('picking project and role shows the rest of the form, who is asked and how risky it is', async () => {
  const { alice, slack } = await opened();
  await alice.modal().pick('project', 'payments');
  await alice.modal().pick('role', 'Admin');
  const text = alice.modal().text();
  assert.match(text, 'Will be asked: @bob or @carol');
  assert.match(text, 'admins in live');
  assert.match(text, 'high risk');
  assert.match(text, 'production');
  assert.match(text, 'At most 4 h');
  assert.match(text, 'Tell the on-call channel first.');
  assert.is(alice.modal().value('duration').value, '1h');
  assert.equal(slack.errors, []);
});

test('the form sends what was entered, under the id it was opened with', async () => {
  const { alice, service, slack } = await opened();
  await alice.modal().pick('project', 'payments');
  await alice.modal().pick('role', 'ReadOnly');
  await alice.modal().type('duration', '1h30m');
  await alice.modal().type('justification', 'refunds are late');
  await alice.modal().type('startAt', '1772452800');
  await alice.modal().submit();
  const form = {
    project: 'payments',
    role: 'ReadOnly',
    duration: '1h30m',
    startAt: '1772452800',
    justification: 'refunds are late',
  };
  assert.equal(service.calls, [
    { method: 'submit', args: ['new-1', form, { teamId: 'T0TEAM', userId: 'U0ALICE', source: 'shortcut' }] },
  ]);
  assert.equal(alice.modals(), []);
  assert.equal(slack.errors, []);
});

test('F4: the same signed submission twice carries the same request id', async () => {
  const { alice, service, slack } = await opened('payments ReadOnly 2h');
  await alice.modal().type('justification', 'refunds are late');
  await alice.modal().submit();
  const last = slack.requests.at(-1);
  assert.ok(last);
  if (last === undefined) return;
  await slack.replay(last.request);
  assert.equal(
    service.calls.map(({ method, args }) => [method, args[0]]),
    [
      ['submit', 'new-1'],
      ['submit', 'new-1'],
    ],
  );
});

test('the command fills the form in', async () => {
  const { alice } = await opened('payments ReadOnly 1h 30m');
  assert.is(alice.modal().value('duration').value, '1h30m');
  assert.match(alice.modal().text(), 'readers in staging');
});

test('a command with a project that does not exist opens the form and says so', async () => {
  const { alice } = await opened('paymints <!channel>');
  assert.match(alice.modal().text(), 'There is no project paymints.');
});

test('a role that someone may not ask for is explained, with whom to turn to', async () => {
  const service = fakeService(catalogOf([role(), role({ name: 'Admin', mayRequest: ['dave'] })]));
  const { alice } = await opened('payments Admin', service);
  assert.match(alice.modal().text(), 'You may not ask for Admin in payments.');
  assert.match(alice.modal().text(), '@bob');
});

test('someone without a principal in the account reads why they cannot get it', async () => {
  const catalog = catalogOf();
  catalog.people.alice = { ...person('alice'), principals: {} };
  const { alice } = await opened('payments ReadOnly', fakeService(catalog));
  assert.match(alice.modal().text(), 'You have no IAM user in staging.');
});

test('a role that nobody else can approve says so before it is asked for', async () => {
  const alone = role({
    approval: {
      mode: 'ask',
      stages: [{ key: 'a set', need: 1, from: ['alice'] }],
      deadlineMs: 1,
      remindMs: [],
    },
  });
  const { alice } = await opened('payments ReadOnly', fakeService(catalogOf([alone])));
  assert.match(alice.modal().text(), 'Nobody else can approve this for you.');
});

test('a role that grants by itself says that nobody is asked', async () => {
  const { alice } = await opened(
    'payments ReadOnly',
    fakeService(catalogOf([role({ approval: { mode: 'auto' } })])),
  );
  assert.match(alice.modal().text(), 'No approval needed');
});

test('each problem appears at its own field and the form stays open', async () => {
  const service = fakeService();
  service.acts.submitted = {
    ok: false,
    problems: [
      { field: 'duration', message: 'Too long.' },
      { field: 'form', message: 'Try later.' },
    ],
  };
  const { alice } = await opened('payments ReadOnly 9h', service);
  await alice.modal().type('justification', 'because');
  await alice.modal().submit();
  assert.equal(alice.modal().errors(), { 'duration.payments.ReadOnly': 'Too long.', project: 'Try later.' });
});

test('a request that was recorded but not yet started says so', async () => {
  const service = fakeService();
  const { alice } = await opened('payments ReadOnly', service);
  service.acts.submitted = { ok: true, record: (await import('./world.ts')).recordOf(), started: false };
  await alice.modal().type('justification', 'because');
  await alice.modal().submit();
  assert.match(alice.modal().text(), 'Recorded, starting shortly');
});

test('a failure while submitting is said in the form, without its details', async () => {
  const service = fakeService();
  const { alice } = await opened('payments ReadOnly', service);
  service.acts.fails = new Error('secret table name');
  await alice.modal().type('justification', 'because');
  await alice.modal().submit();
  assert.match(alice.modal().text(), 'did not work just now');
  assert.not.match(alice.modal().text(), 'secret');
});

test('F8: someone who is not listed reads why, and gets no form', async () => {
  const { slack } = world();
  const eve = slack.as('U0EVE');
  await eve.shortcut('request_aws_access');
  assert.match(eve.modal().text(), 'You are not listed');
  assert.is(eve.modal().submitLabel(), undefined);
});

test('without an applied catalog the form says what is missing', async () => {
  const service = fakeService();
  service.acts.catalog = undefined;
  const { alice } = await opened(undefined, service);
  assert.match(alice.modal().text(), 'not set up yet');
});

test('of more than a hundred roles the first hundred are offered, and the hint says so', async () => {
  const many = Array.from({ length: 120 }, (_, index) => role({ name: `Role${index}` }));
  const { alice, slack } = await opened('payments Role119', fakeService(catalogOf(many)));
  assert.is(alice.modal().options('role').length, 100);
  assert.ok(alice.modal().options('role').includes('Role119'));
  assert.match(JSON.stringify(alice.modal().view().blocks), 'first 100 of 120');
  assert.equal(slack.errors, []);
});

test('/access help explains itself to the one who typed it', async () => {
  const { slack } = world();
  const alice = slack.as('U0ALICE');
  await alice.command('/access', 'help', 'C0PAYMENTS');
  assert.match(alice.ephemerals()[0]?.reads ?? '', '/access mine');
  assert.equal(slack.as('U0BOB').ephemerals(), []);
});

test('/access mine lists the own requests, live ones first', async () => {
  const { slack, service } = world();
  const { recordOf } = await import('./world.ts');
  service.records.set('a', recordOf({ requestId: 'a', status: 'DENIED', role: 'Admin' }));
  service.records.set(
    'b',
    recordOf({ requestId: 'b', status: 'GRANTED', until: toIso(Date.UTC(2026, 2, 2, 12)) }),
  );
  const alice = slack.as('U0ALICE');
  await alice.command('/access', 'mine', 'C0PAYMENTS');
  const reads = alice.ephemerals()[0]?.reads ?? '';
  assert.match(reads, 'ReadOnly in payments: Access is live until');
  assert.match(reads, 'Admin in payments: Denied');
  assert.ok(reads.indexOf('ReadOnly') < reads.indexOf('Admin'));
});

test.run();
