import { begin } from '../../tests/e2e/support/story.ts';
import { budgets } from '../budgets.ts';
import { atMost, type Budget, type Row, type Section } from '../report.ts';
import { type Calls, freshSlackHandler } from './slack-handler.ts';
import { type MeasuredClick, walks } from './walks.ts';

export type ClickCost = { name: string; cold: Calls; warm: Calls };

/** Walks through everything once. Cold: each click is the first that its Lambda ever gets. */
const costs = async (cold: boolean): Promise<Map<string, Calls>> => {
  const found = new Map<string, Calls>();
  for (const walk of walks) {
    const story = await begin({ sweeping: false });
    let calls = await freshSlackHandler(story);
    if (!cold) await story.as('erin').openHome();
    const click: MeasuredClick = async (name, act) => {
      if (cold) calls = await freshSlackHandler(story);
      const before = { aws: calls.aws.length, slack: calls.slack.length };
      await act();
      await story.slack.settled();
      found.set(name, { aws: calls.aws.slice(before.aws), slack: calls.slack.slice(before.slack) });
    };
    await walk(story, click);
    const [seen] = story.slack.errors;
    if (seen !== undefined) throw new Error(`Something went wrong in Slack: ${JSON.stringify(seen)}`);
    await story.close();
  }
  return found;
};

const nothing: Calls = { aws: [], slack: [] };

export const clickCosts = async (): Promise<ClickCost[]> => {
  const warm = await costs(false);
  return [...(await costs(true))].map(([name, cold]) => ({ name, cold, warm: warm.get(name) ?? nothing }));
};

/** `['A', 'B', 'A']` → `A ×2, B`. */
export const tallied = (names: readonly string[]): string =>
  [...new Set(names)]
    .map(name => ({ name, times: names.filter(each => each === name).length }))
    .map(({ name, times }) => (times === 1 ? name : `${name} ×${times}`))
    .join(', ');

const rowOf = ({ name, cold, warm }: ClickCost): Row => ({
  cells: [
    name,
    String(warm.aws.length),
    String(cold.aws.length),
    String(warm.slack.length),
    tallied(warm.aws),
    tallied(warm.slack),
  ],
  budget: budgetOf(cold.aws.length, warm.aws.length),
});

/** Says when only the first click of a new Lambda costs too much. */
const budgetOf = (cold: number, warm: number): Budget => {
  const limit = budgets.awsCallsPerClick;
  return atMost(Math.max(cold, warm), limit, warm <= limit && cold > limit ? ' cold' : '', true);
};

/** What each click costs in calls, while Slack waits for its answer. */
export const clicksSection = async (): Promise<Section> => ({
  title: 'Calls per click',
  head: ['click', 'AWS', 'AWS cold', 'Slack', 'AWS calls, warm', 'Slack calls'],
  rows: (await clickCosts()).map(rowOf),
  notes: [
    'Cold: the first click of a new Lambda. It read the catalog while it started: two calls that no click waits for.',
  ],
});
