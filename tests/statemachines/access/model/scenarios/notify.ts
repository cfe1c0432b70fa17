import { minute, second } from '../../../../../functions/domain/time.ts';
import type { Scenario } from '../scenario.ts';
import { always, end, extensionAsked, first, hangs, slack, throws } from './steps.ts';

const notifications = ['Notify granted', 'Notify extended', 'Notify ending', 'Notify ended'];
const late = end + 30 * minute;
const silent = throws('SlackIsDown');

const notified = (missing: string, extra: number): Scenario['expected'] => ({
  notified: notifications.filter(name => name !== missing),
  status: 'ENDED',
  gone: [late, late + slack],
  transitions: 14 + extra,
  over: late + 2 * minute,
});

export const notifyScenarios: readonly Scenario[] = notifications.flatMap((name): Scenario[] => [
  {
    name: `${name} fails: nothing is held up`,
    faults: { [name]: always(silent) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...notified(name, 3), calls: { [name]: 3 } },
  },
  {
    name: `${name} fails twice, then arrives`,
    faults: { [name]: first(2, silent) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...notified('', 2), calls: { [name]: 3 } },
  },
  {
    name: `${name} hangs: nothing is held up`,
    faults: { [name]: always(hangs) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...notified(name, 3), over: late + 90 * second },
  },
  {
    name: `${name} takes its time and arrives`,
    faults: { [name]: first(1, hangs) },
    actions: [extensionAsked(10 * minute)],
    expected: notified('', 1),
  },
]);
