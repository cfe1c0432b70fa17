import { hour, minute } from '../../functions/domain/time.ts';
import { begin, type Story } from '../../tests/e2e/support/story.ts';

/** One request from its form to its end, with the shipped handlers; answers its id. */
type Scenario = { name: string; run: (story: Story) => Promise<string> };

/** Until the execution is over, through whatever it waits for. */
const toTheEnd = async (story: Story, requestId: string): Promise<string> => {
  await story.clock.settle();
  while (story.execution(requestId).status === 'RUNNING') {
    if ((await story.clock.advanceToNext()) === undefined) break;
  }
  return requestId;
};

const approved = async (story: Story): Promise<string> => {
  const requestId = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  return requestId;
};

/** The name of the scenario that has a budget. */
export const plainScenario = 'approved by one, IAM group';

export const scenarios: readonly Scenario[] = [
  { name: plainScenario, run: async story => toTheEnd(story, await approved(story)) },
  {
    name: 'approved by rule, IAM group',
    run: async story =>
      toTheEnd(story, await story.ask('alice', { project: 'platform', role: 'LogReader', duration: '1h' })),
  },
  {
    name: 'approved after one reminder',
    run: async story => {
      const requestId = await story.ask('alice', { duration: '1h' });
      await story.clock.advanceBy(31 * minute);
      await story.approve('bob');
      return toTheEnd(story, requestId);
    },
  },
  {
    name: 'approved, extended once',
    run: async story => {
      const requestId = await approved(story);
      await story.clickDm('alice', 'Extend…');
      await story.as('alice').modal().submit();
      return toTheEnd(story, requestId);
    },
  },
  {
    name: "approved, ended by I'm done",
    run: async story => {
      const requestId = await approved(story);
      await story.clock.advanceBy(minute);
      await story.clickDm('alice', "I'm done");
      return toTheEnd(story, requestId);
    },
  },
  {
    name: 'approved by one, permission set in 2 accounts',
    run: async story => {
      const requestId = await story.ask('alice', { project: 'platform', role: 'ReadOnly', duration: '1h' });
      await story.approve('carol', 'C0PLATFORM');
      return toTheEnd(story, requestId);
    },
  },
  {
    name: 'approved in two stages, permission set',
    run: async story => {
      const requestId = await story.ask('alice', { role: 'ProductionAdmin', duration: '30m' });
      await story.approve('bob');
      await story.approve('dave');
      return toTheEnd(story, requestId);
    },
  },
  {
    name: 'denied',
    run: async story => {
      const requestId = await story.ask('alice');
      await story.clickCard('bob', 'Deny…');
      await story.as('bob').modal().type('reason', 'use the replica');
      await story.as('bob').modal().submit();
      return toTheEnd(story, requestId);
    },
  },
  {
    name: 'cancelled at once',
    run: async story => {
      const requestId = await story.ask('alice');
      await story.clickDm('alice', 'Cancel');
      return toTheEnd(story, requestId);
    },
  },
  {
    name: 'expired after two reminders',
    run: async story => {
      const requestId = await story.ask('alice');
      await story.clock.advanceBy(8 * hour + minute);
      return toTheEnd(story, requestId);
    },
  },
];

export type Outcome = { name: string; transitions: number; status: string; execution: string };

export const play = async ({ name, run }: Scenario): Promise<Outcome> => {
  const story = await begin({ sweeping: false });
  const requestId = await run(story);
  const { transitions, status: execution } = story.execution(requestId);
  const status = await story.status(requestId);
  await story.close();
  return { name, transitions, status, execution };
};
