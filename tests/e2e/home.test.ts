import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AskedFor, newRecord } from '../../functions/domain/new-record.ts';
import type { Decision, RequestRecord } from '../../functions/domain/record.ts';
import { day, hour, minute, toIso } from '../../functions/domain/time.ts';
import { withPerson, withRole } from './support/catalogs.ts';
import { begin, exampleCatalog, ids, type Story } from './support/story.ts';

const test = suite('Home');
const example = await exampleCatalog();
const startAt = Date.UTC(2026, 0, 12, 9);

/** bob is away, and erin stands in for him until then. */
const awayUntil = (until: number) =>
  withPerson(example, 'bob', { delegate: { to: 'erin', until: toIso(until) } });

const home = async ({ as, clock }: Story, who: keyof typeof ids) => {
  await as(who).openHome();
  await clock.settle();
  return as(who).home();
};

test('a stand-in is shown what waits for whoever is away, and can approve it there', async () => {
  const story = await begin({ catalog: awayUntil(startAt + day), startAt });
  const requestId = await story.ask();
  await (await home(story, 'erin')).click('Approve', { value: requestId });
  await story.clock.settle();
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test('an approver whose delegation has ended is not shown the request any more', async () => {
  const story = await begin({ catalog: awayUntil(startAt + hour), startAt });
  await story.ask();
  assert.ok((await home(story, 'erin')).buttons().includes('Approve'));
  await story.clock.advanceBy(hour);
  assert.not.ok((await home(story, 'erin')).buttons().includes('Approve'));
  assert.ok((await home(story, 'carol')).buttons().includes('Approve'), 'the other owner still is');
  await story.close();
});

test('whoever has approved is not shown the request any more, and whoever is still needed is', async () => {
  const approval = {
    mode: 'ask' as const,
    stages: [{ key: 'a set', need: 2, from: ['bob', 'carol'] }],
    deadlineMs: day,
    remindMs: [],
  };
  const catalog = withRole(example, 'payments', 'DatabaseAdmin', { approval });
  const story = await begin({ catalog, startAt });
  await story.ask();
  await story.approve('bob');
  assert.not.ok((await home(story, 'bob')).buttons().includes('Approve'));
  assert.ok((await home(story, 'carol')).buttons().includes('Approve'));
  await story.close();
});

const decisionOf = async (story: Story, requestId: string): Promise<Decision> => {
  const [decision] = Object.values((await story.record(requestId)).decisions);
  if (decision === undefined) throw new Error('nobody has decided');
  return decision;
};
const auditOf = async (story: Story, requestId: string, what: string) => {
  const entry = (await story.audit.entries(requestId)).find(each => each.what.startsWith(what));
  if (entry === undefined) throw new Error(`the audit has no "${what}"`);
  return entry;
};
const denyIn = async (story: Story, who: keyof typeof ids) => {
  await story.as(who).modal().type('reason', 'Use the read-only role.');
  await story.as(who).modal().submit();
  await story.clock.settle();
};

test('a denial pressed in Home is recorded as pressed in Home, on the card as pressed on a message', async () => {
  const story = await begin({ startAt });
  const atHome = await story.ask();
  await (await home(story, 'bob')).click('Deny…', { value: atHome });
  await denyIn(story, 'bob');
  assert.not.ok(story.as('bob').home().buttons().includes('Approve'), 'it is decided there too');
  const onCard = await story.ask();
  await story.clickCard('bob', 'Deny…');
  await denyIn(story, 'bob');
  assert.is((await decisionOf(story, atHome)).source, 'home');
  assert.is((await auditOf(story, atHome, 'deny')).source, 'home');
  assert.is((await decisionOf(story, onCard)).source, 'message');
  assert.is((await auditOf(story, onCard, 'deny')).source, 'message');
  await story.close();
});

test('an extension pressed in Home is recorded as pressed in Home, in a message as pressed in a message', async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  await story.approve('bob');
  const extend = async () => {
    await story.as('alice').modal().submit();
    await story.clock.settle();
  };
  await (await home(story, 'alice')).click('Extend…', { value: requestId });
  await extend();
  assert.is((await auditOf(story, requestId, 'extension asked for')).source, 'home');
  await story.clickDm('alice', 'Extend…');
  await extend();
  const asked = (await story.audit.entries(requestId)).filter(each => each.what === 'extension asked for');
  assert.equal(
    asked.map(({ source }) => source),
    ['home', 'message'],
  );
  await story.close();
});

type Acting = { what: string; who: keyof typeof ids; button: string; note: string; live: boolean };
const atHome: Acting[] = [
  { what: 'an approval', who: 'bob', button: 'Approve', note: 'approve', live: false },
  { what: 'a cancellation', who: 'alice', button: 'Cancel', note: 'cancelled', live: false },
  { what: 'an end', who: 'alice', button: "I'm done", note: 'end asked for', live: true },
];
for (const { what, who, button, note, live } of atHome) {
  test(`${what} pressed in Home is recorded as pressed in Home`, async () => {
    const story = await begin({ startAt });
    const requestId = await story.ask();
    if (live) await story.approve('bob');
    await (await home(story, who)).click(button, { value: requestId });
    await story.clock.settle();
    assert.is((await auditOf(story, requestId, note)).source, 'home');
    await story.close();
  });
}

test('a request asked for from Home, by shortcut and by command says where it came from', async () => {
  const story = await begin({ startAt });
  const alice = story.as('alice');
  const submitted = async () => {
    await alice.modal().pick('project', 'payments');
    await alice.modal().pick('role', 'DatabaseAdmin');
    await alice.modal().type('justification', 'INC-42');
    await alice.modal().submit();
    await story.clock.settle();
    const [requestId = ''] = story.executions().slice(0, 1);
    return (await story.record(requestId)).source;
  };
  await (await home(story, 'alice')).click('Request AWS access');
  assert.is(await submitted(), 'home');
  await alice.command('/access', '');
  assert.is(await submitted(), 'command');
  await alice.shortcut('request_aws_access');
  assert.is(await submitted(), 'shortcut');
  await story.close();
});

test('a request whose later stage a stand-in covers is not shown to them before its turn', async () => {
  const catalog = withPerson(example, 'dave', { delegate: { to: 'alice', until: toIso(startAt + day) } });
  const story = await begin({ catalog, startAt });
  await story.ask('carol', { role: 'ProductionAdmin' });
  assert.not.ok((await home(story, 'alice')).buttons().includes('Approve'));
  await story.approve('bob');
  assert.ok((await home(story, 'alice')).buttons().includes('Approve'));
  await story.close();
});

const inProject = (story: Story, index: number, change: Partial<RequestRecord>) =>
  story.requests.create({
    ...newRecord(`past-${index}`, asked(index), startAt),
    ...change,
  });
const asked = (index: number): AskedFor => ({
  createdAt: toIso(startAt + index),
  source: 'shortcut',
  requester: { person: 'alice', teamId: 'T0EXAMPLE', userId: 'U0ALICE' },
  project: 'payments',
  role: 'DatabaseAdmin',
  kind: 'iam-group',
  risk: 'medium',
  production: false,
  channel: 'C0PAYMENTS',
  targets: [],
  durationMs: hour,
  maxTotalMs: hour,
  startAt: toIso(startAt),
  justification: 'because',
  catalogHash: 'hash',
  rule: 'a rule',
  firstRequest: false,
});

test("F98: ten newer requests do not hide a live one and its I'm done", async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  await story.approve('bob');
  for (let index = 1; index <= 25; index += 1) await inProject(story, index, { status: 'ENDED' });
  await (await home(story, 'alice')).click("I'm done", { value: requestId });
  await story.clock.advanceBy(hour / 60);
  assert.is(await story.status(requestId), 'ENDED');
  await story.close();
});

test('F98: twenty newer requests do not hide a waiting one from its approvers', async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  for (let index = 1; index <= 40; index += 1) await inProject(story, index, { status: 'DENIED' });
  await (await home(story, 'carol')).click('Approve', { value: requestId });
  await story.clock.settle();
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

const owners = { key: 'owners', need: 1, from: ['bob', 'carol'] };
const seconds = { key: 'seconds', need: 1, from: ['dave', 'erin'] };
const bobsYes: Decision = {
  verdict: 'approve',
  counts: ['0:owners'],
  by: { person: 'bob', teamId: 'T0EXAMPLE', userId: ids.bob },
  source: 'message',
  at: toIso(startAt),
  rule: 'a rule',
  catalogHash: 'hash',
};

type Older = { who: 'bob' | 'dave'; sorts: Record<string, Partial<RequestRecord>> };
const older: Older[] = [
  {
    who: 'dave',
    sorts: {
      'of a role that asks others': { stages: [owners] },
      'whose turn for them is to come': { role: 'ProductionAdmin', stages: [owners, seconds] },
    },
  },
  {
    who: 'bob',
    sorts: {
      'whose deadline has passed': { stages: [owners], deadline: toIso(startAt) },
      'that they have approved': {
        role: 'ProductionAdmin',
        stages: [owners, seconds],
        stage: 1,
        decisions: { bob: bobsYes },
      },
    },
  },
];
for (const { who, sorts } of older) {
  const what = Object.keys(sorts).join(', and ');
  test(`F98: hundreds of older waiting requests ${what}, do not hide one that waits for them`, async () => {
    const story = await begin({ startAt, sweeping: false });
    const every = Object.values(sorts);
    for (let index = 1; index <= 320; index += 1)
      await inProject(story, index, { status: 'PENDING', ...every[index % every.length] });
    await story.clock.advanceBy(minute);
    const requestId = await story.ask('carol', { role: 'ProductionAdmin' });
    if (who === 'dave') await story.approve('bob');
    await (await home(story, who)).click('Approve', { value: requestId });
    await story.clock.settle();
    const { decisions } = await story.record(requestId);
    assert.is(Object.values(decisions).at(-1)?.by.person, who);
    await story.close();
  });
}

test('F98: an owner with more live access of others than Home reads is told how much more there may be', async () => {
  const story = await begin({ startAt, sweeping: false });
  const live = { status: 'GRANTED' as const, until: toIso(startAt + day) };
  for (let index = 1; index <= 310; index += 1) await inProject(story, index, live);
  const shown = await home(story, 'carol');
  assert.match(shown.text(), 'and 292 to 302 more');
  await shown.click('Show all');
  await story.clock.settle();
  assert.match(story.as('carol').home().text(), /1 to 30 of 300; up to 10 more follow/);
  await story.close();
});

test('F98: opening Home takes the same calls, whatever the history', async () => {
  const story = await begin({ startAt, sweeping: false });
  await story.ask();
  const callsOf = async (who: keyof typeof ids) => {
    const before = { ...story.dynamodb.counts };
    await home(story, who);
    return Object.entries(story.dynamodb.counts).map(([name, count]) => [name, count - (before[name] ?? 0)]);
  };
  await callsOf('bob');
  const few = await callsOf('bob');
  for (let index = 1; index <= 400; index += 1) await inProject(story, index, { status: 'ENDED' });
  assert.equal(await callsOf('bob'), few);
  await story.close();
});

const endFor = async (story: Story, who: keyof typeof ids, reason: string) => {
  await story.as(who).modal().type('reason', reason);
  await story.as(who).modal().submit();
  await story.clock.advanceBy(hour / 60);
};

test('an owner ends live access on its card, and the requester reads by whom and why', async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  await story.approve('bob');
  await story.clickCard('carol', 'End access…');
  await endFor(story, 'carol', 'The incident is over.');
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', /by @carol[\s\S]*The incident is over\./);
  assert.equal((await auditOf(story, requestId, 'end asked for')).detail, {
    reason: 'The incident is over.',
  });
  await story.close();
});

test('an owner ends live access in Home, where all live access of their projects is', async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  await story.approve('bob');
  for (let index = 1; index <= 25; index += 1) await inProject(story, index, { status: 'ENDED' });
  await (await home(story, 'carol')).click('End access…', { value: requestId });
  await endFor(story, 'carol', 'Not needed any more.');
  assert.is(await story.status(requestId), 'ENDED');
  await story.close();
});

test('who neither asked nor owns the project is refused in words when they press End access', async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  await story.approve('bob');
  await story.clickCard('erin', 'End access…');
  assert.match(story.as('erin').ephemerals().at(-1)?.reads ?? '', 'an owner of payments can end this access');
  assert.is(await story.status(requestId), 'GRANTED');
  assert.not.ok((await home(story, 'erin')).buttons().includes('End access…'));
  await story.close();
});

/** alice has the same access by two requests; the second lasts longer. */
const twice = async () => {
  const story = await begin({ startAt });
  const first = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  const second = await story.ask('alice', { duration: '2h' });
  await story.approve('bob');
  return { story, first, second };
};

test("I'm done says before anything ends what another request of theirs gives too, and until when", async () => {
  const { story, first } = await twice();
  await (await home(story, 'alice')).click("I'm done", { value: first });
  await story.clock.settle();
  const asked = story.as('alice').modal();
  assert.match(asked.text(), /Another request of yours gives the same access\. It stays until then:/);
  assert.match(asked.text(), /DatabaseAdmin.*live until/);
  assert.is(await story.status(first), 'GRANTED');
  await story.close();
});

test('whoever is done with both ends both, from Home or from a message', async () => {
  for (const from of ['home', 'message']) {
    const { story, first, second } = await twice();
    if (from === 'home') await (await home(story, 'alice')).click("I'm done", { value: first });
    else await story.clickDm('alice', "I'm done");
    await story.clock.settle();
    await story.as('alice').modal().pick('which', 'all');
    await story.as('alice').modal().submit();
    await story.clock.advanceBy(minute);
    assert.is(await story.status(first), 'ENDED');
    assert.is(await story.status(second), 'ENDED');
    assert.equal(story.access(), []);
    assert.is((await auditOf(story, first, 'end asked for')).source, from);
    if (from === 'home') assert.not.ok(story.as('alice').home().buttons().includes("I'm done"));
    await story.close();
  }
});

test('an owner who ends access reads what another request still gives', async () => {
  const { story } = await twice();
  await story.clickCard('carol', 'End access…');
  assert.match(story.as('carol').modal().text(), /Another request of theirs gives the same access/);
  await story.close();
});

test("I'm done says what another request of theirs still gives", async () => {
  const { story, first, second } = await twice();
  await (await home(story, 'alice')).click("I'm done", { value: first });
  await story.clock.settle();
  await story.as('alice').modal().pick('which', 'only');
  await story.as('alice').modal().submit();
  await story.clock.advanceBy(hour / 60);
  assert.is(await story.status(first), 'ENDED');
  assert.match(
    story.dms().at(-1) ?? '',
    'Another request still holds the same access; it stays until that one ends.',
  );
  assert.is(await story.status(second), 'GRANTED');
  assert.is(story.access().length, 1);
  await story.close();
});

test('F97: someone removed from access.yml still sees in Home what they have, and can end it there', async () => {
  const story = await begin({ startAt });
  const requestId = await story.ask();
  await story.approve('bob');
  const { alice: _, ...people } = example.people;
  await story.apply({ ...example, hash: 'without alice', people });
  await (await home(story, 'alice')).click("I'm done", { value: requestId });
  await story.clock.advanceBy(hour / 60);
  assert.is(await story.status(requestId), 'ENDED');
  await story.close();
});

test.run();
