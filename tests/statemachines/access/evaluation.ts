import { isFinal, type Status } from '../../../functions/domain/status.ts';
import { liveStates } from '../../../tooling/asl/promise.ts';
import type { Evaluation } from '../proof.ts';
import { type Baseline, playAll } from './model/kill.ts';
import { createPlayer } from './model/play.ts';
import type { Scenario } from './model/scenario.ts';
import { scenarios } from './model/scenarios.ts';
import { promised, readAccess } from './model/static.ts';
import { hasAccess } from './model/world.ts';

const machine = readAccess();
let baselines: Promise<Baseline[]> | undefined;

/** The shortest scenarios that pass through the state: one where it works, one where it fails. */
const through = async (state: string): Promise<Scenario[]> => {
  baselines ??= playAll(machine, scenarios);
  const passing = (await baselines).filter(
    each => each.faults.length === 0 && each.played.visited.has(state),
  );
  const works = passing.find(each => !each.played.failed.has(state));
  const fails = passing.find(each => each.played.failed.has(state));
  return [works, fails].flatMap(each => (each === undefined ? [] : [each.scenario]));
};

/** Before Grant nobody has access, and a failed execution is the sweeper's. */
export const evaluation: Evaluation = {
  ends: 'revoked, or failed and still due',
  states: [...liveStates(machine, promised)],
  async inject({ state, field, times }) {
    const outcomes: { sound: boolean; about: string }[] = [];
    for (const scenario of await through(state)) {
      const { play } = createPlayer(machine, scenario.prefix);
      const { world, status, path } = await play(scenario, fail => {
        for (let time = 0; time < times; time++) fail(state, field);
      });
      const final = isFinal(world.item.status as Status);
      const closed = (status === 'SUCCEEDED' || status === 'FAILED') && final && !hasAccess(world);
      const due = status === 'FAILED' && !final;
      const about = `${scenario.name}: ${status}, ${world.item.status}, ${path.join(' → ')}`;
      outcomes.push({ sound: closed || due, about });
    }
    return outcomes;
  },
};
