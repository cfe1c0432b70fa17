import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isFinal, type Status } from '../../../functions/domain/status.ts';
import type { State } from '../../../tooling/asl/definition.ts';
import { liveStates } from '../../../tooling/asl/promise.ts';
import { playAll } from './model/kill.ts';
import { createPlayer } from './model/play.ts';
import { scenarios } from './model/scenarios.ts';
import { promised, readAccess } from './model/static.ts';
import { hasAccess } from './model/world.ts';

const machine = readAccess();
const baselines = playAll(machine, scenarios);

const fieldsOf = (state: State): string[] => {
  switch (state.Type) {
    case 'Task':
      return ['Arguments', 'TimeoutSeconds', 'Output', ...Object.keys(state.Assign ?? {})];
    case 'Choice':
      return ['Condition'];
    case 'Wait':
      return ['Seconds'];
    default:
      return ['Output'];
  }
};

/** The shortest scenarios that pass through the state: one where it works, one where it fails. */
const through = async (state: string) => {
  const passing = (await baselines).filter(
    each => each.faults.length === 0 && each.played.visited.has(state),
  );
  const works = passing.find(each => !each.played.failed.has(state));
  const fails = passing.find(each => each.played.failed.has(state));
  return [works, fails].flatMap(each => (each === undefined ? [] : [each.scenario]));
};

const many = 600;

for (const name of liveStates(machine, promised)) {
  const state = machine.States[name];
  if (state === undefined || state.Type === 'Fail') continue;
  for (const field of fieldsOf(state)) {
    for (const times of [1, many]) {
      const often = times === 1 ? 'once' : 'for good';
      test(`F78: ${field} of ${name} fails ${often}: revoked, or failed and still due`, async () => {
        const tried = await through(name);
        assert.ok(tried.length > 0, `no scenario passes ${name}`);
        for (const scenario of tried) {
          const { play } = createPlayer(machine, scenario.prefix);
          const { world, status, path } = await play(scenario, fail => {
            for (let time = 0; time < times; time++) fail(name, field);
          });
          const about = `${scenario.name}: ${status}, ${world.item.status}, ${path.join(' → ')}`;
          const final = isFinal(world.item.status as Status);
          const closed = (status === 'SUCCEEDED' || status === 'FAILED') && final && !hasAccess(world);
          const due = status === 'FAILED' && !final;
          assert.ok(closed || due, about);
        }
      });
    }
  }
}

test.run();
