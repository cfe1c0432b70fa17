import type { State } from '../definition.ts';
import { at, type Change, type Leaving, leavingChanges, retargets } from './change.ts';

export const choiceChanges = (state: State, targets: readonly string[]): Change[] => {
  if (state.Type !== 'Choice') return [];
  const rules = (each: State) => (each.Type === 'Choice' ? each.Choices : []);
  const negate = (condition: string | boolean) =>
    typeof condition === 'string' ? condition.replace(/ = /, ' != ') : !condition;
  const swaps = state.Choices.slice(1).map(
    (_, index): Change => ({
      at: `Choices[${index}]`,
      what: `Condition swapped with [${index + 1}]`,
      apply: each => {
        const [first, second] = [at(rules(each), index), at(rules(each), index + 1)];
        [first.Condition, second.Condition] = [second.Condition, first.Condition];
      },
    }),
  );
  return [
    ...swaps,
    ...state.Choices.flatMap((rule, index): Change[] => [
      { at: `Choices[${index}]`, what: 'dropped', apply: each => rules(each).splice(index, 1) },
      {
        at: `Choices[${index}]`,
        what: 'negated',
        apply: each => {
          at(rules(each), index).Condition = negate(rule.Condition);
        },
      },
      ...retargets(
        {
          at: `Choices[${index}]`,
          now: rule.Next,
          set: (each, target) => {
            at(rules(each), index).Next = target;
          },
        },
        targets,
      ),
    ]),
    ...retargets(
      {
        at: 'Default',
        now: state.Default ?? '',
        set: (each, target) => {
          if (each.Type === 'Choice') each.Default = target;
        },
      },
      targets,
    ),
    { at: 'Default', what: 'dropped', apply: each => each.Type === 'Choice' && delete each.Default },
  ];
};

export const nextChanges = (state: State, targets: readonly string[]): Change[] => {
  if (state.Type !== 'Task' && state.Type !== 'Wait' && state.Type !== 'Pass') return [];
  const { Next: now } = state;
  const set = (each: State, target: string) => {
    if (!('Next' in each) && !('End' in each)) return;
    delete (each as { End?: true }).End;
    Object.assign(each, { Next: target });
  };
  const end: Change = {
    at: 'Next',
    what: 'ends',
    to: now,
    apply: each => {
      delete (each as { Next?: string }).Next;
      Object.assign(each, { End: true });
    },
  };
  return [
    ...(now === undefined ? [] : [end]),
    ...retargets({ at: 'Next', now: now ?? '', set }, targets).map(each => ({ ...each, to: now })),
    ...leavingChanges('', state, each => each as Leaving, { to: now }),
  ];
};
