import { minute, second } from '../../../../../functions/domain/time.ts';
import type { Scenario } from '../scenario.ts';
import { always, decided, throws } from './steps.ts';

/** Before Grant: nothing is ever there to take back. */
export const askScenarios: readonly Scenario[] = [
  ...(['DENIED', 'CANCELLED', 'EXPIRED'] as const).map(
    (status): Scenario => ({
      name: `asked and ${status.toLowerCase()}`,
      asks: true,
      actions: [decided(10 * minute, status)],
      expected: {
        notified: [`Notify ${status.toLowerCase()}`],
        status,
        transitions: 6,
        over: [10 * minute, 10 * minute],
        calls: { Ask: 1 },
      },
    }),
  ),
  {
    name: 'nothing can be opened: refused',
    faults: { Open: always(throws('InvalidConfig')) },
    expected: {
      notified: ['Notify refused'],
      status: 'NEW',
      transitions: 8,
      over: 3 * minute,
      calls: { Open: 7 },
    },
  },
  ...[true, false].map(
    (asks): Scenario => ({
      name: `${asks ? 'approved' : 'granted by rule'} for a later start: people are notified, and it is granted then`,
      asks,
      startsIn: 3 * 60 * minute,
      ...(asks && { actions: [decided(10 * minute)] }),
      expected: {
        notified: ['Notify approved', 'Notify granted', 'Notify ending', 'Notify ended'],
        status: 'ENDED',
        gone: [240 * minute, 240 * minute + 2 * second],
        transitions: asks ? 14 : 11,
      },
    }),
  ),
  {
    name: 'a later start is kept when the requester cannot be notified of it',
    startsIn: 3 * 60 * minute,
    faults: { 'Notify approved': always(throws('SlackError')) },
    expected: {
      notified: ['Notify granted', 'Notify ending', 'Notify ended'],
      status: 'ENDED',
      gone: [240 * minute, 240 * minute + 2 * second],
      transitions: 13,
    },
  },
  {
    name: 'reminded, then approved',
    asks: true,
    actions: [decided(40 * minute)],
    expected: {
      notified: ['Notify granted', 'Notify ending', 'Notify ended'],
      status: 'ENDED',
      gone: [100 * minute, 100 * minute + 2 * second],
      transitions: 13,
      calls: { Ask: 2 },
    },
  },
];
