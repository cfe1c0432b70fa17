import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type RequestEvent, requestEvents } from '../../../functions/domain/notified.ts';
import type { RequestRecord } from '../../../functions/domain/record.ts';
import { hour, minute, toIso } from '../../../functions/domain/time.ts';
import { dm, dmClosed, messageDataOf, threadReply } from '../../../functions/slack/messages/index.ts';
import { world } from './harness.ts';
import { catalogOf, kinds, now, recordOf, voteOf } from './world.ts';

const data = (record: RequestRecord) => messageDataOf({ record, catalog: catalogOf(), kinds, now });
const granted = (change: Partial<RequestRecord> = {}) =>
  recordOf({
    status: 'GRANTED',
    decisions: voteOf('bob'),
    grantedAt: toIso(now),
    until: toIso(now + 2 * hour),
    ...change,
  });

const sent = async (record: RequestRecord, event: RequestEvent) => {
  const made = world();
  const address = await made.api.post('U0ALICE', dm(data(record), event));
  made.service.records.set(record.requestId, record);
  const alice = made.slack.as('U0ALICE');
  const read = () => alice.dm().find(({ ts }) => ts === address.ts);
  return { ...made, alice, address, read };
};

test('who asked reads whom, that there is no access yet, and can cancel', async () => {
  const { read } = await sent(recordOf(), 'asked');
  assert.match(
    read()?.reads.replaceAll('*', '') ?? '',
    'Asked @bob and @carol for ReadOnly in payments. You have no access yet.',
  );
  assert.equal(read()?.buttons, ['Cancel', 'Details']);
});

test('Cancel withdraws the request and removes its buttons', async () => {
  const { alice, address, read, service, slack } = await sent(recordOf(), 'asked');
  service.acts.acted = { ok: true, message: 'Cancelled.', record: recordOf({ status: 'CANCELLED' }) };
  await alice.click(address, 'Cancel');
  assert.is(service.calls[0]?.method, 'cancel');
  assert.equal(read()?.buttons, []);
  assert.match(read()?.reads ?? '', 'Cancelled');
  assert.equal(slack.errors, []);
});

test('who was granted reads until when, numbered steps and a link, and can extend or finish', async () => {
  const { read } = await sent(granted(), 'granted');
  const reads = read()?.reads ?? '';
  assert.match(reads, /You have \*?ReadOnly/);
  assert.match(reads, '1. Open the console.');
  assert.match(reads, '2. Sign in as yourself.');
  assert.equal(read()?.buttons, ['Open the console', 'Extend…', "I'm done"]);
});

test("I'm done ends the access and the message says so at once", async () => {
  const { alice, address, read, service } = await sent(granted(), 'granted');
  service.acts.acted = { ok: true, message: 'Ending.', record: granted({ wake: 'end' }) };
  await alice.click(address, "I'm done");
  assert.equal(service.calls, [
    { method: 'done', args: ['req-1', { teamId: 'T0TEAM', userId: 'U0ALICE', source: 'message' }] },
  ]);
  assert.equal(read()?.buttons, []);
  assert.match(read()?.reads ?? '', 'Revoking access, as asked.');
});

test('Extend offers what still fits and sends the choice', async () => {
  const { alice, address, service, slack } = await sent(
    granted({ until: toIso(now + 6.5 * hour) }),
    'ending',
  );
  await alice.click(address, 'Extend…');
  assert.equal(alice.modal().options('byMs'), ['30 min', '1 h', '1 h 30 min']);
  await alice.modal().pick('byMs', '1 h');
  await alice.modal().submit();
  assert.equal(service.calls.at(-1), {
    method: 'extend',
    args: ['req-1', { teamId: 'T0TEAM', userId: 'U0ALICE', source: 'message' }, hour],
  });
  assert.equal(alice.modals(), []);
  assert.equal(slack.errors, []);
});

test('an extension that is refused is explained in its form', async () => {
  const { alice, address, service } = await sent(granted(), 'granted');
  await alice.click(address, 'Extend…');
  service.acts.acted = { ok: false, code: 'too-long', message: 'You can extend by 1 min to 2 h.' };
  await alice.modal().submit();
  assert.equal(alice.modal().errors(), { byMs: 'You can extend by 1 min to 2 h.' });
});

test('access that cannot become longer offers no Extend and says so', async () => {
  const { read } = await sent(granted({ until: toIso(now + 8 * hour) }), 'ending');
  assert.equal(read()?.buttons, ["I'm done"]);
  assert.match(read()?.reads ?? '', 'cannot be extended any further');
});

test('a click on old news takes its buttons away', async () => {
  const { alice, address, read, service } = await sent(granted(), 'granted');
  service.acts.acted = {
    ok: false,
    code: 'not-live',
    message: '',
    record: granted({ status: 'ENDED', endedAt: toIso(now) }),
  };
  await alice.click(address, "I'm done");
  assert.equal(read()?.buttons, []);
  assert.match(alice.ephemerals()[0]?.reads ?? '', 'no live access');
});

const endings: [string, Partial<RequestRecord>, RegExp][] = [
  ['on time', { endedAt: toIso(now + 2 * hour + 300) }, /Ended .*, 0\.3 s late\./],
  [
    'early',
    { endedAt: toIso(now + hour), endedBy: { person: 'alice', teamId: 'T', userId: 'U0ALICE' } },
    /Ended .* by <@U0ALICE>, 1 h early\./,
  ],
  [
    'held by another request',
    { endedAt: toIso(now + 2 * hour), progress: { a: { kept: 'held-by-others' } } },
    /Another request still holds the same access/,
  ],
  [
    'that is pre-existing',
    { endedAt: toIso(now + 2 * hour), progress: { a: { kept: 'preexisting' } } },
    /You already had this access before the request; it was left in place and \*does not end\*\./,
  ],
];
for (const [name, change, words] of endings) {
  test(`the end of access ${name} is said truthfully`, () => {
    assert.match(dm(data(granted({ status: 'ENDED', ...change })), 'ended').text, words);
  });
}

test('sessions that AWS lets run on are said with the last moment they can last', () => {
  const record = granted({ status: 'ENDED', endedAt: toIso(now + 2 * hour) });
  const lasting = { record, view: { ...data(record).view, residualMs: 60 * minute } };
  assert.match(dm(lasting, 'ended').text, /may run until <!date\^1772456400\^|may run until <!date\^\d+\^/);
  assert.match(dm(lasting, 'ended').text, String((now + 3 * hour) / 1000));
});

test('D: pre-existing access is announced as not ending when it is granted', () => {
  assert.match(dm(data(granted({ progress: { a: { preexisting: true } } })), 'granted').text, 'will not end');
});

test('D: in the thread, pre-existing access is that of the requester and not of whoever reads', () => {
  const kept = granted({ status: 'ENDED', endedAt: toIso(now), progress: { a: { kept: 'preexisting' } } });
  assert.match(threadReply(data(kept), 'ended').text, '<@U0ALICE> already had this access');
});

for (const event of requestEvents) {
  test(`a ${event} message names the access, and closed it has no buttons`, () => {
    const record = granted();
    assert.match(
      dm(data(record), event).text.replaceAll('*', ''),
      event === 'denied' || event === 'approved' ? /./ : /ReadOnly in payments/,
    );
    assert.not.match(JSON.stringify(dmClosed(data(record), event)), '"actions"');
  });
}

test.run();
