import { minute } from '../../../../functions/domain/time.ts';
import type { Played } from './play.ts';
import type { Scenario } from './scenario.ts';

const wrong = (what: string, was: unknown, wanted: unknown) =>
  `${what}: ${JSON.stringify(was)}, expected ${JSON.stringify(wanted)}`;

const judgeAccess = ({ world, startedAt }: Played, { expected: { gone } }: Scenario): string[] => {
  const ends = world.access.map(({ to }) => (to === undefined ? undefined : to - startedAt));
  if (gone === undefined) return [];
  const last = ends.at(-1);
  const fits = last !== undefined && last >= gone[0] && last <= gone[1] && !ends.includes(undefined);
  return fits ? [] : [wrong('access gone at', ends, gone)];
};

const byDefault = (gone: Scenario['expected']['gone']) =>
  gone === undefined ? Number.POSITIVE_INFINITY : gone[1] + 5 * minute;

/** What a played scenario got wrong; `[]` is as expected. */
export const judge = (played: Played, scenario: Scenario): string[] => {
  const { world } = played;
  const {
    notified,
    status,
    execution = 'SUCCEEDED',
    transitions,
    calls = {},
    notYet = 0,
    warnedEarly = 0,
    gone,
    over,
  } = scenario.expected;
  const faults = [...played.breaches, ...judgeAccess(played, scenario)];
  if (played.status !== execution) faults.push(wrong('execution', [played.status, played.error], execution));
  if (execution === 'FAILED' && played.error !== 'LeftToTheSweeper') faults.push(`ended as ${played.error}`);
  if (JSON.stringify(world.notified) !== JSON.stringify(notified))
    faults.push(wrong('notified', world.notified, notified));
  if (world.item.status !== status) faults.push(wrong('status', world.item.status, status));
  if (played.transitions > transitions) faults.push(wrong('transitions', played.transitions, transitions));
  if (world.notYet !== notYet) faults.push(wrong('NotYet', world.notYet, notYet));
  if (world.warnedEarly.length !== warnedEarly)
    faults.push(wrong('warned early', world.warnedEarly, warnedEarly));
  for (const [state, count] of Object.entries(calls)) {
    if (world.calls[state] !== count) faults.push(wrong(`calls of ${state}`, world.calls[state] ?? 0, count));
  }
  const [from, to] = typeof over === 'object' ? over : [0, over ?? byDefault(gone)];
  const stopped =
    played.stoppedAt === undefined ? Number.POSITIVE_INFINITY : played.stoppedAt - played.startedAt;
  if (stopped < from || stopped > to) faults.push(wrong('execution over at', stopped, [from, to]));
  return faults;
};
