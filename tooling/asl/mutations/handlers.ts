import type { Catcher, State, TaskState } from '../definition.ts';
import { asTask, at, type Change, leavingChanges, retargets } from './change.ts';

const nameChanges = (list: 'Retry' | 'Catch', task: TaskState, index: number): Change[] => {
  const { ErrorEquals: names } = at<{ ErrorEquals: string[] }>(task[list], index);
  const to = list === 'Catch' ? at(task.Catch, index).Next : undefined;
  return names.length < 2
    ? []
    : names.map(name => ({
        at: `${list}[${index}]`,
        what: `without ${name}`,
        to,
        onFailure: true,
        apply: state => {
          const each = at<{ ErrorEquals: string[] }>(asTask(state)[list], index);
          each.ErrorEquals = each.ErrorEquals.filter(one => one !== name);
        },
      }));
};

export const retryChanges = (task: TaskState): Change[] =>
  (task.Retry ?? []).flatMap((retrier, index): Change[] => {
    const common = { at: `Retry[${index}]`, onFailure: true };
    const attempts = retrier.MaxAttempts === 0 ? 3 : 0;
    return [
      { ...common, what: 'dropped', apply: state => asTask(state).Retry?.splice(index, 1) },
      ...nameChanges('Retry', task, index),
      {
        ...common,
        what: `MaxAttempts ${attempts}`,
        apply: state => {
          at(asTask(state).Retry, index).MaxAttempts = attempts;
        },
      },
    ];
  });

export const catchChanges = (task: TaskState, targets: readonly string[]): Change[] =>
  (task.Catch ?? []).flatMap((each: Catcher, index): Change[] => {
    const place = `Catch[${index}]`;
    const common = { to: each.Next, onFailure: true };
    const set = (state: State, target: string) => {
      at(asTask(state).Catch, index).Next = target;
    };
    return [
      { at: place, what: 'dropped', ...common, apply: state => asTask(state).Catch?.splice(index, 1) },
      ...nameChanges('Catch', task, index),
      ...retargets({ at: place, now: each.Next, set, onFailure: true }, targets),
      ...leavingChanges(place, each, state => at(asTask(state).Catch, index), common),
    ];
  });
