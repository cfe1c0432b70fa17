import { minute, second } from '../../../../../functions/domain/time.ts';
import type { Scenario } from '../scenario.ts';
import { always, end, endAsked, extensionAsked, first, hangs, only, slack, slowly, throws } from './steps.ts';

const later = end + 30 * minute;
const ended = { status: 'ENDED' } as const;
const notified = ['Notify granted', 'Notify extended', 'Notify ending', 'Notify ended'];
const busyTable = throws('ProvisionedThroughputExceededException');

/** The old end stands: told so, warned, ended then. */
const refused = { ...ended, notified, gone: [end, end + slack] as const };
const extended = { ...ended, notified, gone: [later, later + slack] as const };

export const extendScenarios: readonly Scenario[] = [
  {
    name: 'extended',
    actions: [extensionAsked(10 * minute)],
    expected: { ...extended, transitions: 14, calls: { Extend: 1 } },
  },
  {
    name: 'extended after the warning: warned again',
    actions: [extensionAsked(50 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify extended', 'Notify ending', 'Notify ended'],
      gone: [later, later + slack],
      transitions: 16,
    },
  },
  {
    name: 'F72: extended, the resume is lost',
    actions: [extensionAsked(10 * minute, 'is lost')],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify extended', 'Notify ending', 'Notify ended'],
      gone: [later, later + slack],
      transitions: 17,
    },
  },
  {
    name: 'F71: extension in the last second: the end wins, wholly',
    actions: [extensionAsked(end - 1, 'is lost')],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ended'],
      gone: [end, end + slack],
      transitions: 9,
    },
  },
  {
    name: 'extended twice',
    actions: [extensionAsked(10 * minute), extensionAsked(20 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify extended', 'Notify extended', 'Notify ending', 'Notify ended'],
      gone: [later + 30 * minute, later + 30 * minute + slack],
      transitions: 19,
    },
  },
  ...['Refused', 'Superseded', 'ProvisioningFailed', 'LedgerBehind'].map(
    (error): Scenario => ({
      name: `extension fails with ${error}: not tried again, the old end stands`,
      faults: { Extend: always(throws(error)) },
      actions: [extensionAsked(10 * minute)],
      expected: { ...refused, transitions: 15, calls: { Extend: 1, 'Drop the extension': 1 } },
    }),
  ),
  ...['StillProvisioning', 'Busy', 'Throttled', 'Lambda.TooManyRequestsException'].map(
    (error): Scenario => ({
      name: `extension waits for ${error}`,
      faults: { Extend: first(20, throws(error)) },
      actions: [extensionAsked(10 * minute)],
      expected: { ...extended, transitions: 34 },
    }),
  ),
  {
    name: 'extension fails five times, then works',
    faults: { Extend: first(5, throws('Unexpected')) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...extended, transitions: 19 },
  },
  {
    name: 'extension always fails: dropped, the old end stands',
    faults: { Extend: always(throws('Unexpected')) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...refused, transitions: 20, calls: { 'Drop the extension': 1 } },
  },
  {
    name: 'extension hangs: access ends all the same',
    faults: { Extend: always(hangs) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...refused, transitions: 20 },
  },
  {
    name: 'ended while the extension is on its way',
    faults: { Extend: always(throws('Unexpected')) },
    actions: [extensionAsked(10 * minute), { ...endAsked(10 * minute + 5 * second, 'is lost') }],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ended'],
      gone: [10 * minute, 12 * minute],
      transitions: 20,
      calls: { 'Drop the extension': 1 },
    },
  },
  ...(['DynamoDb', 'DynamoDB'] as const).map(
    (prefix): Scenario => ({
      name: `ended between failure and dropping, spelled ${prefix}`,
      prefix,
      faults: { Extend: call => throws(call === 1 ? 'Unexpected' : 'Refused') },
      actions: [extensionAsked(10 * minute), endAsked(10 * minute + second, 'is lost')],
      expected: {
        ...ended,
        notified: ['Notify granted', 'Notify ended'],
        gone: [10 * minute, 10 * minute + 5 * second],
        transitions: 15,
      },
    }),
  ),
  {
    name: 'the extension cannot be dropped at first',
    faults: { Extend: always(throws('Refused')), 'Drop the extension': first(1, busyTable) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...refused, transitions: 20, calls: { Extend: 2, 'Drop the extension': 2 } },
  },
  {
    name: 'dropping the extension hangs',
    faults: { Extend: always(throws('Refused')), 'Drop the extension': only(1, hangs) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...refused, transitions: 20, calls: { Extend: 2, 'Drop the extension': 2 } },
  },
  {
    name: 'the extension can never be dropped: access still ends',
    faults: { Extend: always(throws('Refused')), 'Drop the extension': always(busyTable) },
    actions: [extensionAsked(10 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ended'],
      gone: [end, end + 5 * minute],
      transitions: 64,
    },
  },
  {
    name: 'extended while people are notified of the grant',
    faults: { 'Notify granted': first(1, throws('SlackIsSlow')) },
    actions: [extensionAsked(second)],
    expected: { ...extended, transitions: 16 },
  },
  {
    name: 'the extension worked and no attempt ever answers: the new end holds',
    faults: { Extend: always({ ...hangs, when: 'after' }) },
    actions: [extensionAsked(10 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ended'],
      gone: [later, later + slack],
      transitions: 22,
    },
  },
  {
    name: 'the extension worked but never answered: the new end holds',
    faults: { Extend: only(1, { ...hangs, when: 'after' }) },
    actions: [extensionAsked(10 * minute)],
    expected: { ...extended, transitions: 15, calls: { Extend: 2 } },
  },
  {
    name: 'extended, and everything is slow',
    slow: slowly,
    actions: [extensionAsked(20 * minute)],
    expected: { ...extended, gone: [later, later + 4 * minute], transitions: 14 },
  },
  {
    name: 'not extended, and everything is slow',
    slow: slowly,
    faults: { Extend: always(throws('Refused')) },
    actions: [extensionAsked(20 * minute)],
    expected: {
      ...refused,
      gone: [end, end + 4 * minute],
      transitions: 15,
      calls: { 'Drop the extension': 1 },
    },
  },
  ...[throws('Busy'), throws('Unexpected')].map(
    (fault): Scenario => ({
      name: `asked to extend a minute before the end, and it fails with ${fault.error}`,
      faults: { Extend: always(fault) },
      actions: [extensionAsked(end - minute)],
      expected: {
        ...ended,
        notified: ['Notify granted', 'Notify ending', 'Notify extended', 'Notify ending', 'Notify ended'],
        gone: [end, end + 2 * minute],
        transitions: 40,
      },
    }),
  ),
  {
    name: 'asked to extend a minute before the end, and it hangs',
    faults: { Extend: always(hangs) },
    actions: [extensionAsked(end - minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify extended', 'Notify ending', 'Notify ended'],
      gone: [end, end + 3 * minute],
      transitions: 40,
    },
  },
];
