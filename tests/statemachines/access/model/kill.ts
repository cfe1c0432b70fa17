import type { Definition } from '../../../../tooling/asl/definition.ts';
import type { Mutant } from '../../../../tooling/asl/mutate.ts';
import { judge } from './judge.ts';
import { createPlayer, type Played, type Player } from './play.ts';
import type { Scenario } from './scenario.ts';
import { staticFault } from './static.ts';

export type Baseline = { scenario: Scenario; played: Played; faults: string[] };

const playersOf = (machine: Definition) => {
  const players = new Map<string, Player>();
  return ({ prefix = 'DynamoDb' }: Scenario): Player => {
    const player = players.get(prefix) ?? createPlayer(machine, prefix);
    players.set(prefix, player);
    return player;
  };
};

/** Every scenario on the machine as it is, shortest first. */
export const playAll = async (machine: Definition, scenarios: readonly Scenario[]): Promise<Baseline[]> => {
  const playerOf = playersOf(machine);
  const played: Baseline[] = [];
  for (const scenario of scenarios) {
    const one = await playerOf(scenario).play(scenario);
    played.push({ scenario, played: one, faults: judge(one, scenario) });
  }
  return played.sort((a, b) => a.played.events - b.played.events);
};

/** Where the baseline never uses what was changed, the mutant behaves the same. */
const touches = ({ state, edge, onFailure }: Mutant, { visited, steps, failed }: Played): boolean =>
  visited.has(state) &&
  (edge === undefined || steps.has(`${edge.from} → ${edge.to}`)) &&
  (!onFailure || failed.has(state));

export type Verdict = { by: 'static' | 'engine' | 'scenario'; why: string } | undefined;

/** How the mutant is found out; undefined: it survives. */
export const kill = async (mutant: Mutant, baselines: readonly Baseline[]): Promise<Verdict> => {
  const machine = mutant.make();
  const fault = staticFault(machine);
  if (fault !== undefined) return { by: 'static', why: fault };
  const playerOf = playersOf(machine);
  for (const { scenario, played, faults } of baselines) {
    if (faults.length > 0 || !touches(mutant, played)) continue;
    let player: Player;
    try {
      player = playerOf(scenario);
    } catch (error) {
      return { by: 'engine', why: String(error) };
    }
    const [wrong] = judge(await player.play(scenario), scenario);
    if (wrong !== undefined) return { by: 'scenario', why: `${scenario.name}: ${wrong}` };
  }
  return undefined;
};
