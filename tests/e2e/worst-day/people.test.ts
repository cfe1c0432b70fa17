import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Catalog, Person } from '../../../functions/domain/catalog.ts';
import { hour, minute, toIso } from '../../../functions/domain/time.ts';
import { withPerson, withRole } from '../support/catalogs.ts';
import { begin, exampleCatalog, type Story } from '../support/story.ts';

const test = suite('a person is not a name');

const slackOf = (userId: string): Pick<Person, 'slack'> => ({
  slack: { team: 'T0EXAMPLE', users: [userId] },
});
const changed = (catalog: Catalog, hash: string): Catalog => ({ ...catalog, hash });
const without = ({ people, ...catalog }: Catalog, name: string): Catalog => ({
  ...catalog,
  hash: `without ${name}`,
  people: Object.fromEntries(Object.entries(people).filter(([known]) => known !== name)),
});

/** The name goes from the human who has it to dave, who loses his own. */
const givenToDave = async (name: string): Promise<Catalog> =>
  withPerson(without(await exampleCatalog(), 'dave'), name, slackOf('U0DAVE'));

const live = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

const correction = async (): Promise<Catalog> => {
  const people = await exampleCatalog();
  const { alice } = people.people;
  return changed(
    withPerson(people, 'alice', {
      principals: { ...alice?.principals, iamUser: { staging: 'alice.smith' } },
    }),
    'another IAM user',
  );
};

test('F97: an IAM user corrected before the approval: the approver is refused in words, and nothing is granted', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.apply(await correction());
  await story.approve('bob');
  assert.is(await story.status(requestId), 'PENDING');
  assert.match(story.as('bob').ephemerals().at(-1)?.reads ?? '', /another user for alice in staging/);
  assert.equal(story.access(), []);
  await story.close();
});

test('F97: an IAM user corrected between the approval and a later start: the old one is not granted', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  await story.apply(await correction());
  await story.clock.advanceTo(startAt + 10 * minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', /another user for alice in staging.*ask again/i);
  await story.close();
});

test('F97: an IAM user corrected while access is live: it cannot be extended, and the old one ends on time', async () => {
  const story = await begin();
  const requestId = await live(story);
  await story.apply(await correction());
  await story.clickDm('alice', 'Extend…');
  const errors = await story.as('alice').modal().submit();
  assert.match(JSON.stringify(errors), /another user for alice in staging/);
  await story.clock.advanceBy(hour + 5 * minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test("F97: an approver's name given to another human: the old one's vote no longer counts", async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  await story.apply(await givenToDave('bob'));
  await story.clock.advanceTo(startAt + 10 * minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  await story.close();
});

test("F97: a requester's name given to another human: that one can neither extend nor end what is not theirs", async () => {
  const story = await begin();
  const requestId = await live(story);
  await story.apply(await givenToDave('alice'));
  await story.as('dave').openHome();
  assert.not.match(JSON.stringify(story.as('dave').home()), 'DatabaseAdmin');
  const dave = { teamId: 'T0EXAMPLE', userId: 'U0DAVE' };
  const extended = await story.byAccount.extend(requestId, dave, hour);
  const ended = await story.byAccount.end(requestId, dave);
  for (const acted of [extended, ended]) assert.is(acted.ok ? 'done' : acted.code, 'not-yours');
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test("F97: a requester's name given to another human before the decision: nothing is granted to either", async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.apply(await givenToDave('alice'));
  await story.approve('bob');
  await story.clock.advanceBy(10 * minute);
  assert.is.not(await story.status(requestId), 'GRANTED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F97: someone renamed in access.yml stays who they are: what they asked for is theirs', async () => {
  const story = await begin();
  const requestId = await live(story);
  const catalog = await exampleCatalog();
  const { alice, ...people } = catalog.people;
  assert.ok(alice);
  const renamed = { ...people, 'alice.smith': { ...alice, name: 'alice.smith' } };
  await story.apply({ ...catalog, hash: 'alice renamed', people: renamed });
  await story.clickDm('alice', "I'm done");
  await story.clock.advanceBy(minute);
  assert.is(await story.status(requestId), 'ENDED');
  await story.close();
});

test('F97: an approver deactivated in Slack between the vote and the grant does not count', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  story.slack.changeUser('U0BOB', { deleted: true });
  await story.clock.advanceTo(startAt + 10 * minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  assert.match(story.dms().at(-1) ?? '', /bob/);
  await story.close();
});

test("F97: someone removed from access.yml can still press I'm done", async () => {
  const story = await begin();
  const requestId = await live(story);
  await story.apply(without(await exampleCatalog(), 'alice'));
  await story.clickDm('alice', "I'm done");
  await story.clock.advanceBy(minute);
  assert.is(await story.status(requestId), 'ENDED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F97: someone removed from access.yml can still cancel what they asked for', async () => {
  const story = await begin();
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.apply(without(await exampleCatalog(), 'alice'));
  await story.clickDm('alice', 'Cancel');
  assert.is(await story.status(requestId), 'CANCELLED');
  await story.close();
});

test('an owner cancels what is approved for later, and the requester is notified by whom', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  await story.clickCard('bob', 'Cancel');
  assert.is(await story.status(requestId), 'CANCELLED');
  await story.clock.advanceBy(10 * minute);
  assert.match(story.dms().at(-1) ?? '', /Cancelled by bob, who owns payments/);
  await story.clock.advanceTo(startAt + hour);
  assert.equal(story.access(), []);
  await story.close();
});

test('nobody but the requester and the owners cancels what is approved for later', async () => {
  const story = await begin();
  const startAt = story.clock.now() + 3 * hour;
  const requestId = await story.ask('alice', { duration: '1h', startAt });
  await story.approve('bob');
  await story.clickCard('erin', 'Cancel');
  assert.is(await story.status(requestId), 'APPROVED');
  assert.match(story.as('erin').ephemerals().at(-1)?.reads ?? '', 'Only the requester or an owner');
  await story.close();
});

const away = { delegate: { to: 'erin', until: toIso(Date.UTC(2027, 0, 1)) } };

/** Approved for an hour from now, by erin in the place of bob, who is away. */
const approvedForBob = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h', startAt: story.clock.now() + hour });
  await story.approve('erin');
  assert.is(await story.status(requestId), 'APPROVED');
  return requestId;
};

test("F97: the name of someone who is away given to another human: their stand-in's vote is not one for the new one", async () => {
  const story = await begin({ catalog: withPerson(await exampleCatalog(), 'bob', away) });
  const requestId = await approvedForBob(story);
  await story.apply(withPerson(await givenToDave('bob'), 'bob', away));
  await story.clock.advanceBy(hour + minute);
  assert.is(await story.status(requestId), 'FAILED');
  assert.equal(story.access(), []);
  await story.close();
});

test('F97: someone who is away is renamed in access.yml: the vote of their stand-in counts', async () => {
  const story = await begin({ catalog: withPerson(await exampleCatalog(), 'bob', away) });
  const requestId = await approvedForBob(story);
  const rules = await exampleCatalog();
  const { bob, ...people } = rules.people;
  if (bob === undefined) throw new Error('the example has no bob');
  const robert = { ...bob, ...away, name: 'robert' };
  const approval = {
    mode: 'ask' as const,
    stages: [{ key: 'owners', need: 1, from: ['robert', 'carol'] }],
    deadlineMs: 8 * hour,
    remindMs: [],
  };
  const renamed = changed({ ...rules, people: { ...people, robert } }, 'bob is robert');
  await story.apply(withRole(renamed, 'payments', 'DatabaseAdmin', { approval }));
  await story.clock.advanceBy(hour + minute);
  assert.is(await story.status(requestId), 'GRANTED');
  await story.close();
});

test.run();
