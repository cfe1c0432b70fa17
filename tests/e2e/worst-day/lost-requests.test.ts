import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import { withSecurity } from '../support/catalogs.ts';
import { begin, exampleCatalog, type Story } from '../support/story.ts';
import { backup, lose } from '../support/tables.ts';

const access = 'alice has admin_RDS in 111111111111';
const pages = (story: Story) => story.as('erin').messagesIn('C0SECURITY');
const said = (story: Story) => pages(story).map(({ reads }) => reads);

/** Erin answers for security. */
const start = async (options: Parameters<typeof begin>[0] = {}) =>
  begin({ catalog: withSecurity(await exampleCatalog(), 'erin'), ...options });

const granted = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve();
  assert.is(await story.status(requestId), 'GRANTED');
  return requestId;
};

const loseItem = async (story: Story, requestId: string) =>
  assert.is(await lose(story, 'requests', item => item.requestId?.S === requestId), 1);

const press = async (story: Story, who: 'erin' | 'bob', button: string) => {
  const [page] = pages(story);
  if (page === undefined) throw new Error('nobody was paged');
  await story.as(who).click(page, button);
  await story.clock.settle();
};

test('F84: a live request whose item is lost is paged with person, target and end, once', async () => {
  const story = await start();
  const requestId = await granted(story);
  await loseItem(story, requestId);
  await story.clock.advanceBy(40 * minute);
  assert.is(said(story).length, 1);
  for (const words of [/alice/, /admin_RDS in staging/, /By the record it ends .*\d:\d\d/])
    assert.match(said(story)[0] ?? '', words);
  assert.equal(story.access(), [access]);
  await story.close();
});

test('F84: a lost request is revoked 15 minutes after its end, when holder and chain agree', async () => {
  const story = await start();
  const requestId = await granted(story);
  await loseItem(story, requestId);
  await story.clock.advanceBy(70 * minute);
  assert.equal(story.access(), [access], 'not before a quarter of an hour has passed');
  await story.clock.advanceBy(40 * minute);
  assert.equal(story.access(), []);
  assert.is(await story.status(requestId), 'ENDED');
  assert.match(story.dms().at(-1) ?? '', /ended/i);
  await story.close();
});

test('F84: the audit of a lost request goes on where it was', async () => {
  const story = await start();
  const requestId = await granted(story);
  await loseItem(story, requestId);
  await story.clock.advanceBy(3 * hour);
  const said = (await story.audit.entries(requestId)).map(({ what }) => what);
  assert.equal(
    said.slice(-4).map(what => what.replace(/^revocation (begun|forced)$/, 'revocation')),
    ['reconciled: the item was lost', 'reconciled: it is over', 'revocation', 'ended'],
  );
  await story.close();
});

test('F84: before its end, security ends what is lost, by a button', async () => {
  const story = await start();
  const requestId = await granted(story);
  await loseItem(story, requestId);
  await story.clock.advanceBy(20 * minute);
  await press(story, 'erin', 'End access now');
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  assert.is((await story.record(requestId)).endedBy?.person, 'erin');
  await story.close();
});

test('F84: nobody but security ends what is lost', async () => {
  const story = await start();
  const requestId = await granted(story);
  await loseItem(story, requestId);
  await story.clock.advanceBy(20 * minute);
  await press(story, 'bob', 'End access now');
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), [access]);
  await story.close();
});

test('F84: item and chain lost: only the holder knows; it is paged, and not acted on until security says so', async () => {
  const story = await start();
  const requestId = await granted(story);
  await loseItem(story, requestId);
  await lose(story, 'audit');
  await story.clock.advanceBy(3 * hour);
  assert.equal(story.access(), [access]);
  assert.match(said(story)[0] ?? '', /alice/);
  assert.match(said(story)[0] ?? '', /admin_RDS in staging/);
  await press(story, 'erin', 'End access now');
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  await story.close();
});

test('F84: lost while it was being granted: what AWS may have been asked for is looked for, and ended by security', async () => {
  const story = await start();
  const requestId = await story.ask('alice', { duration: '1h' });
  story.aws.faults.crashAfter('iam:AddUserToGroup');
  await story.approve();
  assert.equal(story.access(), [access]);
  await loseItem(story, requestId);
  await story.clock.advanceBy(20 * minute);
  assert.equal(story.access(), [access]);
  await press(story, 'erin', 'End access now');
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  await story.close();
});

test('F85: of an item that is behind its chain, security ends the access by a button', async () => {
  const story = await start();
  const startAt = story.clock.now() + hour;
  const requestId = await story.ask('alice', { duration: '4h', startAt });
  await story.approve();
  const restore = await backup(story, 'requests');
  await story.clock.advanceBy(2 * hour);
  assert.equal(story.access(), [access]);
  await restore();
  await story.clock.advanceBy(20 * minute);
  assert.equal(story.access(), [access]);
  await press(story, 'erin', 'End access now');
  await story.clock.advanceBy(10 * minute);
  assert.equal(story.access(), []);
  assert.is(await story.status(requestId), 'ENDED');
  await story.close();
});

test.run();
