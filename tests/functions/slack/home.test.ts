import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, toIso } from '../../../functions/domain/time.ts';
import { world } from './harness.ts';
import { now, recordOf, voteOf } from './world.ts';

const opened = async (...records: ReturnType<typeof recordOf>[]) => {
  const made = world();
  for (const record of records) made.service.records.set(record.requestId, record);
  const alice = made.slack.as('U0ALICE');
  await alice.openHome();
  return { ...made, alice, home: alice.home };
};

const granted = recordOf({
  requestId: 'live',
  status: 'GRANTED',
  grantedAt: toIso(now),
  until: toIso(now + hour),
  decisions: voteOf('bob'),
});
const bobs = recordOf({
  requestId: 'bobs',
  requester: { person: 'bob', teamId: 'T0TEAM', userId: 'U0BOB' },
  role: 'Admin',
});

test('an empty Home says so in each part and offers the form', async () => {
  const { home, slack } = await opened();
  const text = home().text();
  assert.match(text, 'You have no access right now.');
  assert.match(text, 'Nothing waits for your decision.');
  assert.match(text, 'Nothing yet.');
  assert.equal(home().buttons(), ['Request AWS access']);
  assert.equal(slack.errors, []);
});

test('Home shows what I have, what waits for me and what was', async () => {
  const { home } = await opened(
    granted,
    bobs,
    recordOf({ requestId: 'old', status: 'EXPIRED' }),
    recordOf({ requestId: 'mine' }),
  );
  const text = home().text();
  assert.match(text, 'Access is live until');
  assert.match(text, '@bob asks for');
  assert.match(text, 'You asked for');
  assert.match(text, 'Expired, nobody decided in time');
  assert.equal(home().buttons(), [
    'Request AWS access',
    'Extend…',
    "I'm done",
    'Details',
    'Cancel',
    'Details',
    'Approve',
    'Deny…',
    'Details',
  ]);
});

test('the button in Home opens the form, and the request says where it came from', async () => {
  const { home, alice, service } = await opened();
  await home().click('Request AWS access');
  await alice.modal().pick('project', 'search');
  await alice.modal().type('justification', 'because');
  await alice.modal().submit();
  assert.equal(service.calls.at(-1)?.args.at(-1), { teamId: 'T0TEAM', userId: 'U0ALICE', source: 'home' });
});

test('approving in Home replaces just that entry by what became of it', async () => {
  const { home, service, slack } = await opened(granted, bobs);
  service.acts.acted = {
    ok: true,
    message: 'Approved.',
    record: { ...bobs, status: 'APPROVED', decisions: voteOf('alice') },
  };
  await home().click('Approve');
  assert.equal(service.calls.at(-1)?.args.at(-1), { teamId: 'T0TEAM', userId: 'U0ALICE', source: 'home' });
  assert.match(home().text(), 'Approved.');
  assert.equal(home().buttons(), ['Request AWS access', 'Extend…', "I'm done", 'Details']);
  assert.equal(slack.errors, []);
});

test("I'm done in Home ends that access", async () => {
  const { home, service } = await opened(granted);
  service.acts.acted = { ok: true, message: 'Revoking access now.', record: { ...granted, wake: 'end' } };
  await home().click("I'm done");
  assert.equal(service.calls.at(-1)?.method, 'end');
  assert.match(home().text(), 'Revoking access now.');
});

test('a refused click in Home is answered by direct message', async () => {
  const { home, service, alice } = await opened(bobs);
  service.acts.acted = { ok: false, code: 'not-an-approver', message: '', record: bobs };
  await home().click('Approve');
  assert.match(alice.dm().at(-1)?.reads ?? '', 'You cannot decide on');
});

test('F8: someone who is not listed finds the reason in Home', async () => {
  const { slack } = world();
  const eve = slack.as('U0EVE');
  await eve.openHome();
  assert.match(eve.home().text(), 'You are not listed');
  assert.equal(eve.home().buttons(), []);
});

test('many requests still make a Home that Slack takes', async () => {
  const many = Array.from({ length: 40 }, (_, index) => [
    { ...granted, requestId: `live-${index}` },
    { ...bobs, requestId: `bobs-${index}` },
    recordOf({ requestId: `open-${index}` }),
  ]).flat();
  const { home, slack } = await opened(...many);
  assert.match(home().text(), 'and 26 more');
  assert.equal(slack.errors, []);
});

test.run();
