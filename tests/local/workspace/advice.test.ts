import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { adviceFor, type Situation } from '../../../local/workspace/page/side/advice.ts';
import { stepsOf } from '../../../local/workspace/steps.ts';
import type { RequestView } from '../../../local/workspace/view.ts';

const user = (id: string, name: string) => ({ id, name, realName: name, email: '', tz: 'UTC' });
const view: Situation['view'] = {
  app: {
    userId: 'U0CURFEW',
    name: 'Curfew',
    command: '/access',
    shortcut: { callbackId: 'request_aws_access', name: 'Request AWS Access', description: '' },
  },
  slack: {
    users: [user('U0ALICE', 'alice'), user('U0BOB', 'bob')],
    conversations: [
      { id: 'C0PAYMENTS', name: 'payments', kind: 'public', isArchived: false, members: [], messages: [] },
    ],
    homes: {},
    modals: {},
    errors: [],
  },
  aws: { accounts: [], entries: [] },
  faults: { revokeFails: false },
};
const request = (change: Partial<RequestView>): RequestView => ({
  requestId: 'r',
  role: 'DatabaseAdmin',
  project: 'payments',
  requester: { name: 'alice', userId: 'U0ALICE' },
  channel: 'C0PAYMENTS',
  status: 'PENDING',
  asked: ['bob'],
  holds: [],
  execution: { status: 'RUNNING', transitions: 3, startedAt: 0, visits: [] },
  steps: stepsOf(undefined),
  audit: [],
  ...change,
});
const advise = (change: Partial<Situation>) =>
  adviceFor({ view, request: undefined, me: 'U0ALICE', lesson: undefined, ...change });
const faulty: Situation['view'] = { ...view, faults: { revokeFails: true } };

test('the first thing to do is to ask', () => {
  assert.match(advise({}).text, /^You are alice, on call: press ⚡ .*Request AWS Access.*\/access/);
});

test('while it is pending, someone else is needed', () => {
  const advice = advise({ request: request({}) });
  assert.match(advice.text, 'Now be bob and approve');
  assert.equal(advice.help, { to: 'be', userId: 'U0BOB', name: 'bob', channel: 'C0PAYMENTS' });
});

test('whoever can decide is shown the card', () => {
  assert.match(advise({ request: request({}), me: 'U0BOB' }).text, 'press Approve');
  assert.match(advise({ request: request({}), me: 'U0BOB', lesson: 'deny' }).text, 'press Deny…');
});

test('granted access leads to the next event', () => {
  assert.equal(advise({ request: request({ status: 'GRANTED' }) }).help, { to: 'next' });
});

test('what is stuck leads to recovery, and recovery to the next try', () => {
  assert.equal(advise({ view: faulty, request: request({ status: 'STUCK' }) }).help, { to: 'recover' });
  assert.equal(advise({ request: request({ status: 'STUCK' }) }).help, { to: 'next' });
});

test('a killed execution waits for the sweeper', () => {
  const execution = { status: 'ABORTED' as const, transitions: 8, startedAt: 0, visits: [] };
  const dead = request({ status: 'GRANTED', execution });
  assert.match(advise({ request: dead, lesson: 'kill' }).text, 'sweeper');
  assert.equal(advise({ request: dead }).help, { to: 'next' });
});

test('after the end it invites to break it, and a lesson begins with asking', () => {
  const over = request({ status: 'ENDED' });
  assert.match(advise({ request: over }).text, 'Now break it');
  assert.match(advise({ request: over, lesson: 'deny' }).text, 'to be denied');
  assert.match(advise({ request: over, view: faulty }).text, 'AWS will not take access back');
});

test.run();
