import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toIso } from '../../../functions/domain/time.ts';
import type { Acted, ActRefusal } from '../../../functions/service/port.ts';
import { card, messageDataOf } from '../../../functions/slack/messages/index.ts';
import { world } from './harness.ts';
import { catalogOf, kinds, now, recordOf, voteOf } from './world.ts';

const data = (record = recordOf()) => messageDataOf({ record, catalog: catalogOf(), kinds, now });

/** A posted card that the ledger knows the address of. */
const posted = async (change: Parameters<typeof recordOf>[0] = {}) => {
  const made = world();
  const address = await made.api.post('C0PAYMENTS', card(data(recordOf(change))));
  const record = recordOf({ ...change, notified: { card: address } });
  made.service.records.set(record.requestId, record);
  const read = () =>
    made.slack
      .as('U0BOB')
      .messagesIn('C0PAYMENTS')
      .find(({ ts }) => ts === address.ts);
  return { ...made, address, record, read, bob: made.slack.as('U0BOB') };
};

test('a card says who, what, where, how long, why and who decides until when', async () => {
  const { read } = await posted();
  const reads = read()?.reads ?? '';
  for (const requested of [
    '@alice asks for',
    'ReadOnly',
    'payments',
    'readers in staging (IAM group)',
    'For 2 h',
    'Checking why refunds are late',
    '@bob or @carol can decide, by',
  ]) {
    assert.match(reads, requested);
  }
  assert.equal(read()?.buttons, ['Approve', 'Deny…', 'Details']);
  assert.is(reads.split('\n').filter(line => line.trim() !== '').length <= 7, true);
});

test('the text of a card alone carries the whole decision', async () => {
  const { read } = await posted();
  for (const requested of [
    'asks for ReadOnly in payments',
    'readers in staging',
    'For 2 h',
    'refunds are late',
    'can decide',
  ]) {
    assert.match(read()?.text ?? '', requested);
  }
});

test('a risky request shows its risk, production and that it is the first; approving it is confirmed', async () => {
  const { read } = await posted({ risk: 'high', production: true, firstRequest: true });
  assert.match(read()?.reads ?? '', /High.*Production.*First time/s);
  assert.match(JSON.stringify(read()?.blocks), '"confirm"');
});

test('an approval redraws the card at once: no decision buttons, who and when, what comes next', async () => {
  const { bob, address, service, read, slack } = await posted();
  const approved = recordOf({ status: 'APPROVED', decisions: voteOf('bob'), notified: { card: address } });
  service.acts.acted = { ok: true, record: approved, message: 'Approved.' };
  await bob.click(address, 'Approve');
  assert.equal(read()?.buttons, ['Details']);
  assert.match(read()?.reads ?? '', /Approved by @bob/);
  assert.equal(service.calls, [
    { method: 'approve', args: ['req-1', { teamId: 'T0TEAM', userId: 'U0BOB', source: 'message' }] },
  ]);
  assert.equal(bob.ephemerals(), []);
  assert.equal(slack.errors, []);
});

test('one of two approvals keeps the buttons and shows whose it is', async () => {
  const { bob, address, service, read } = await posted();
  const half = recordOf({
    stages: [{ key: 'a set', need: 2, from: ['bob', 'carol'] }],
    decisions: voteOf('bob'),
    notified: { card: address },
  });
  service.acts.acted = { ok: true, record: half, message: 'Recorded.' };
  await bob.click(address, 'Approve');
  assert.match(read()?.reads ?? '', '1 of 2 approvals. Approved so far by @bob.');
  assert.equal(read()?.buttons, ['Approve', 'Deny…', 'Details']);
});

test('Deny asks for a reason, passes it on and redraws the card', async () => {
  const { bob, address, service, read, slack } = await posted();
  await bob.click(address, 'Deny…');
  assert.match(bob.modal().text(), 'They will read this.');
  const decisions = voteOf('bob', { verdict: 'deny', reason: 'use the replica' });
  service.acts.acted = {
    ok: true,
    message: 'Denied.',
    record: recordOf({ status: 'DENIED', decisions, notified: { card: address } }),
  };
  await bob.modal().type('reason', 'use the replica');
  await bob.modal().submit();
  assert.equal(service.calls.at(-1), {
    method: 'deny',
    args: ['req-1', { teamId: 'T0TEAM', userId: 'U0BOB', source: 'message' }, 'use the replica'],
  });
  assert.equal(bob.modals(), []);
  assert.match(read()?.reads ?? '', /Denied by @bob.*use the replica/s);
  assert.equal(slack.errors, []);
});

test('a denial that comes too late is said in its form', async () => {
  const { bob, address, service } = await posted();
  await bob.click(address, 'Deny…');
  service.acts.acted = {
    ok: false,
    code: 'already-decided',
    message: 'carol already approved this request.',
  };
  await bob.modal().type('reason', 'no');
  await bob.modal().submit();
  assert.equal(bob.modal().errors(), { reason: 'carol already approved this request.' });
});

test('F16: the requester who presses Deny gets no form but is told who can decide', async () => {
  const { address, slack } = await posted();
  const alice = slack.as('U0ALICE');
  await alice.click(address, 'Deny…');
  assert.equal(alice.modals(), []);
  assert.match(
    (alice.ephemerals()[0]?.reads ?? '').replaceAll('\n', ' '),
    'You cannot decide on your own request. @bob or @carol can decide.',
  );
});

test('Details opens everything there is to know, for the clicker alone', async () => {
  const { bob, address, slack } = await posted();
  await bob.click(address, 'Details');
  const text = bob.modal().text();
  for (const requested of [
    '@alice',
    'readers in staging',
    'as alice',
    'refunds are late',
    'Asked',
    'payments/ReadOnly: 1 of bob, carol',
  ]) {
    assert.match(text, requested);
  }
  assert.equal(slack.errors, []);
});

const refusals: [ActRefusal, Partial<Acted>, string][] = [
  ['unknown-request', {}, 'does not know that request any more'],
  ['not-a-person', { message: 'Guests cannot decide.' }, 'Guests cannot decide.'],
  ['own-request', { record: recordOf() }, 'your own request. @bob or @carol can decide'],
  [
    'not-an-approver',
    { record: recordOf() },
    'You cannot decide on ReadOnly in payments. @bob or @carol can decide',
  ],
  ['already-voted', { record: recordOf({ decisions: voteOf('bob') }) }, 'You already decided'],
  [
    'already-decided',
    { record: recordOf({ status: 'APPROVED', decisions: voteOf('carol') }) },
    'Approved by @carol',
  ],
  ['past-deadline', { record: recordOf({ status: 'EXPIRED' }) }, 'The time to decide ran out'],
  ['no-longer-allowed', { message: 'payments/ReadOnly now allows at most 1 h.' }, 'now allows at most 1 h'],
  ['requester-gone', { record: recordOf({ status: 'CANCELLED' }) }, '@alice can no longer be given access'],
  ['not-yours', { record: recordOf() }, 'the request of @alice'],
  ['not-live', { record: recordOf({ status: 'ENDED' }) }, 'no live access'],
  ['too-long', { message: 'You can extend by 1 min to 2 h.' }, 'You can extend by 1 min to 2 h.'],
  ['already-asked', { record: recordOf() }, 'already asked for'],
  ['try-again', {}, 'click once more'],
];

for (const [code, change, words] of refusals) {
  test(`a click refused as ${code} is explained to the clicker alone`, async () => {
    const { bob, address, service, slack } = await posted();
    service.acts.acted = { ok: false, code, message: '', ...change } as Acted;
    await bob.click(address, 'Approve');
    assert.match((bob.ephemerals()[0]?.reads ?? '').replaceAll('*', '').replaceAll('\n', ' '), words);
    assert.equal(slack.as('U0CAROL').ephemerals(), []);
    assert.equal(slack.errors, []);
  });
}

test('a click on a card that was decided elsewhere redraws it', async () => {
  const { bob, address, service, read } = await posted();
  const record = recordOf({
    status: 'DENIED',
    decisions: voteOf('carol', { verdict: 'deny' }),
    notified: { card: address },
  });
  service.acts.acted = { ok: false, code: 'already-decided', message: '', record };
  await bob.click(address, 'Approve');
  assert.equal(read()?.buttons, ['Details']);
});

test('F6: a tampered button names an unknown request and changes nothing', async () => {
  const { bob, address, slack, service } = await posted();
  await bob.click(address, 'Approve');
  const last = slack.requests.at(-1);
  assert.ok(last);
  if (last === undefined) return;
  const payload = JSON.parse(new URLSearchParams(last.request.body).get('payload') ?? '');
  payload.actions[0].value = '../../etc';
  await slack.replay(
    slack.sign(`payload=${encodeURIComponent(JSON.stringify(payload))}`, {
      'content-type': 'application/x-www-form-urlencoded',
    }),
  );
  assert.is(service.calls.at(-1)?.args[0], 'unknown');
});

test('a failing service is answered with words that do not leak it', async () => {
  const { bob, address, service, read } = await posted();
  service.acts.fails = new Error('table requests-prod');
  await bob.click(address, 'Approve');
  assert.match(bob.ephemerals()[0]?.reads ?? '', 'safe to click twice');
  assert.not.match(JSON.stringify(bob.ephemerals()), 'requests-prod');
  assert.equal(read()?.buttons, ['Approve', 'Deny…', 'Details']);
});

test('an answer that cannot stand beside the button comes by direct message', async () => {
  const { bob, address, slack, service } = await posted();
  service.acts.acted = { ok: false, code: 'try-again', message: '' };
  slack.faults.failNext('chat.postEphemeral', 'user_not_in_channel');
  await bob.click(address, 'Approve');
  assert.match(bob.dm().at(-1)?.reads ?? '', 'click once more');
});

test('a granted card shows until when, an ended one how late', () => {
  const granted = card(
    data(
      recordOf({
        status: 'GRANTED',
        decisions: voteOf('bob'),
        grantedAt: toIso(now),
        until: toIso(now + 3_600_000),
      }),
    ),
  );
  assert.match(granted.text, 'Access is live until');
  const ended = card(
    data(
      recordOf({
        status: 'ENDED',
        decisions: voteOf('bob'),
        grantedAt: toIso(now),
        until: toIso(now),
        endedAt: toIso(now + 300),
      }),
    ),
  );
  assert.match(ended.text, ', 0.3 s late.');
});

test.run();
