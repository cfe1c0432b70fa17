import type { Story } from '../../tests/e2e/support/story.ts';

/** Does something in Slack and notes under `name` what it cost. */
export type MeasuredClick = (name: string, act: () => Promise<unknown>) => Promise<void>;
type Walk = (story: Story, click: MeasuredClick) => Promise<void>;

const dmWith = (story: Story, who: Parameters<Story['as']>[0], button: string) => {
  const message = story
    .as(who)
    .dm()
    .findLast(({ buttons }) => buttons.includes(button));
  if (message === undefined) throw new Error(`${who} sees no ${button}`);
  return message;
};

/** One request from the shortcut to "I'm done", with everything on the way. */
const approved: Walk = async (story, click) => {
  const [alice, bob] = [story.as('alice'), story.as('bob')];
  await click('shortcut', () => alice.shortcut('request_aws_access'));
  await click('pick a project', () => alice.modal().pick('project', 'payments'));
  await click('pick a role', () => alice.modal().pick('role', 'DatabaseAdmin'));
  await alice.modal().type('duration', '1h');
  await alice.modal().type('justification', 'INC-42: the ledger is locked');
  await click('submit', () => alice.modal().submit());
  await story.clock.settle();
  await click('Details', () => bob.click(story.card(), 'Details'));
  await bob.modal().close();
  await click('Approve', () => bob.click(story.card(), 'Approve'));
  await story.clock.settle();
  await click('Extend…', () => alice.click(dmWith(story, 'alice', 'Extend…'), 'Extend…'));
  await click('Extend, submitted', () => alice.modal().submit());
  await story.clock.settle();
  await click("I'm done", () => alice.click(dmWith(story, 'alice', "I'm done"), "I'm done"));
  await story.clock.settle();
};

/** Two stages, so that the first approval leaves the card open. */
const staged: Walk = async (story, click) => {
  await story.ask('alice', { role: 'ProductionAdmin', duration: '30m' });
  await click('Approve, of two', () => story.as('bob').click(story.card(), 'Approve'));
  await story.clock.settle();
  await story.clickDm('alice', 'Cancel');
};

const denied: Walk = async (story, click) => {
  const [alice, bob] = [story.as('alice'), story.as('bob')];
  await story.ask('alice');
  await click('Approve, own: refused', () => alice.click(story.card('alice'), 'Approve'));
  await click('Deny…', () => bob.click(story.card(), 'Deny…'));
  await bob.modal().type('reason', 'use the replica');
  await click('Deny, submitted', () => bob.modal().submit());
  await story.clock.settle();
};

const cancelled: Walk = async (story, click) => {
  await story.ask('alice');
  await click('Cancel', () => story.as('alice').click(dmWith(story, 'alice', 'Cancel'), 'Cancel'));
  await story.clock.settle();
};

const looking: Walk = async (story, click) => {
  await story.ask('alice');
  await click('Home, who owns nothing', () => story.as('alice').openHome());
  await click('Home, one project', () => story.as('bob').openHome());
  await click('Home, two projects', () => story.as('carol').openHome());
  await click('/access mine', () => story.as('alice').command('/access', 'mine'));
};

export const walks: readonly Walk[] = [approved, staged, denied, cancelled, looking];
