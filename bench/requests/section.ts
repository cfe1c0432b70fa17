import { budgets } from '../budgets.ts';
import { repeated } from '../measure.ts';
import { atMost, type Row, type Section } from '../report.ts';
import { type Outcome, plainScenario, play, scenarios } from './scenarios.ts';

/**
 * US dollars for one state transition of a Standard workflow; retries count.
 * Source: https://aws.amazon.com/step-functions/pricing/
 */
const dollarsPerTransition = 0.025 / 1_000;

const rowOf = ({ name, transitions, status }: Outcome): Row => ({
  cells: [name, status, String(transitions), `$${(1_000 * transitions * dollarsPerTransition).toFixed(3)}`],
  ...(name === plainScenario && { budget: atMost(transitions, budgets.approvedTransitions, '', true) }),
});

/** What requests cost in Step Functions, each played to its end with the shipped handlers. */
export const requestsSection = async (): Promise<Section> => {
  const outcomes = await repeated(scenarios.length, async index => {
    const scenario = scenarios[index];
    if (scenario === undefined) throw new RangeError(`There is no scenario ${index}`);
    return play(scenario);
  });
  return {
    title: 'State transitions per request',
    head: ['request', 'ends', 'transitions', 'per 1,000'],
    rows: outcomes.map(rowOf),
    notes: ['Counted as AWS bills them: each state entered and each retry, at $0.025 per 1,000.'],
  };
};
