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
  assert.equal(service.calls.at(-1)?.method, 'done');
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

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...granted, requestId: `live-${index}` }));

test('what Home has no room for is on pages of its own, where it can be ended', async () => {
  const { home, service, slack } = await opened(...many(70), bobs);
  assert.match(home().text(), 'and 56 more');
  await home().click('Show all');
  assert.match(home().text(), '1 to 30 of 70');
  assert.not.match(home().text(), '@bob asks for');
  await home().click('Next');
  await home().click('Next');
  assert.match(home().text(), '61 to 70 of 70');
  assert.equal(home().buttons().slice(-2), ['Details', 'Previous']);
  const record = { ...granted, requestId: 'live-69' };
  service.acts.acted = { ok: true, message: 'Revoking access now.', record: { ...record, wake: 'end' } };
  await home().click("I'm done", { value: 'live-69' });
  assert.match(home().text(), 'Revoking access now.');
  assert.match(home().text(), '61 to 70 of 70');
  await home().click('Previous');
  assert.match(home().text(), '31 to 60 of 70');
  await home().click('Back');
  assert.match(home().text(), '@bob asks for');
  assert.equal(slack.errors, []);
});

test('a page that has become shorter shows its last entries, and an empty one the whole Home', async () => {
  const { home, service } = await opened(...many(40));
  await home().click('Show all');
  for (let index = 5; index < 40; index += 1) service.records.delete(`live-${index}`);
  await home().click('Next');
  assert.match(home().text(), '1 to 5 of 5');
  assert.not.ok(home().buttons().includes('Next'));
  const shown = home();
  service.records.clear();
  await shown.click('Back');
  assert.match(home().text(), 'You have no access right now.');
});

test('F97: someone who is not listed any more reaches all that they still have', async () => {
  const { home, service } = await opened(...many(40));
  delete service.acts.catalog?.people.alice;
  await home().click('Show all');
  await home().click('Next');
  assert.match(home().text(), '31 to 40 of 40');
  await home().click('Back');
  assert.match(home().text(), 'You are not listed');
});

test('a page that could not be read is said to the person, and the Home stays', async () => {
  const { home, service, alice } = await opened(...many(40));
  service.home = async () => {
    throw new Error('the table is away');
  };
  await home().click('Show all');
  assert.match(alice.dm().at(-1)?.reads ?? '', 'That did not work just now');
  assert.match(home().text(), 'and 26 more');
});

test('many requests still make a Home that Slack takes', async () => {
  const others = Array.from({ length: 40 }, (_, index) => [
    { ...bobs, requestId: `bobs-${index}` },
    { ...bobs, requestId: `theirs-${index}`, status: 'GRANTED' as const },
    recordOf({ requestId: `open-${index}` }),
  ]).flat();
  const { home, slack } = await opened(...many(40), ...others);
  assert.match(home().text(), 'and 26 more');
  assert.equal(slack.errors, []);
});

test.run();
