import { minute, second } from '../../../../../functions/domain/time.ts';
import type { Scenario } from '../scenario.ts';
import {
  always,
  decided,
  end,
  endAsked,
  endMoved,
  first,
  hangs,
  resumedAt,
  slack,
  slowly,
  swept,
  throws,
  tokenForged,
} from './steps.ts';

const whole = ['Notify granted', 'Notify ending', 'Notify ended'];
const early = ['Notify granted', 'Notify ended'];
const ended = { status: 'ENDED' } as const;
const busyTable = throws('ProvisionedThroughputExceededException');

export const holdScenarios: readonly Scenario[] = [
  {
    name: 'asked, approved, warned, ended',
    asks: true,
    actions: [decided(10 * minute)],
    expected: {
      ...ended,
      notified: whole,
      gone: [end + 10 * minute, end + 10 * minute + slack],
      transitions: 12,
    },
  },
  {
    name: 'granted at once, warned, ended',
    expected: {
      ...ended,
      notified: whole,
      gone: [end, end + slack],
      transitions: 9,
      over: end + slack,
      calls: { Hold: 1, 'Hold to the end': 1, Revoke: 1 },
    },
  },
  {
    name: 'ended early by a resume',
    actions: [endAsked(10 * minute)],
    expected: { ...ended, notified: early, gone: [10 * minute, 10 * minute], transitions: 9 },
  },
  {
    name: 'ended after the warning',
    actions: [endAsked(50 * minute)],
    expected: { ...ended, notified: whole, gone: [50 * minute, 50 * minute], transitions: 11 },
  },
  ...(['DynamoDb', 'DynamoDB'] as const).map(
    (prefix): Scenario => ({
      name: `F70: ended while people are notified of the grant, spelled ${prefix}`,
      prefix,
      faults: { 'Notify granted': first(1, throws('SlackIsSlow')) },
      actions: [endAsked(second)],
      expected: { ...ended, notified: early, gone: [second, 3 * second], transitions: 11 },
    }),
  ),
  ...(['DynamoDb', 'DynamoDB'] as const).map(
    (prefix): Scenario => ({
      name: `F72: the resume is lost, found at the warning, spelled ${prefix}`,
      prefix,
      actions: [endAsked(10 * minute, 'is lost')],
      expected: { ...ended, notified: whole, gone: [45 * minute, 45 * minute + slack], transitions: 12 },
    }),
  ),
  {
    name: 'F73: a resume that nothing stands behind ends nothing',
    actions: [resumedAt(10 * minute), resumedAt(50 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ending', 'Notify ended'],
      gone: [end, end + slack],
      transitions: 17,
    },
  },
  {
    name: 'F73: a forged timeout ends nothing',
    actions: [tokenForged(10 * minute, 'States.Timeout'), tokenForged(20 * minute, 'States.Timeout')],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ending', 'Notify ended'],
      gone: [end, end + slack],
      notYet: 1,
      warnedEarly: 1,
      transitions: 16,
    },
  },
  ...['Hold', 'Hold to the end'].map(
    (state): Scenario => ({
      name: `no token could be stored in ${state}: the ledger is looked at again`,
      faults: { [state]: first(1, busyTable) },
      expected: {
        ...ended,
        notified:
          state === 'Hold' ? whole : ['Notify granted', 'Notify ending', 'Notify ending', 'Notify ended'],
        gone: [end, end + slack],
        transitions: 16,
      },
    }),
  ),
  {
    name: 'no token can ever be stored: access still ends',
    faults: { Hold: always(busyTable), 'Hold to the end': always(busyTable) },
    expected: { ...ended, notified: early, gone: [end, end + 5 * minute + slack], transitions: 64 },
  },
  {
    name: 'nothing of the table can be read once: tried again',
    faults: { 'What changed?': first(8, busyTable) },
    actions: [resumedAt(10 * minute)],
    expected: { ...ended, notified: whole, gone: [end, end + slack], transitions: 24 },
  },
  {
    name: 'the table cannot be read at all: the arbiter decides',
    faults: { 'What changed?': always(busyTable) },
    actions: [endAsked(10 * minute)],
    expected: { ...ended, notified: early, gone: [10 * minute, 17 * minute], transitions: 20 },
  },
  {
    name: 'the table cannot be read at all, and nothing is over yet',
    faults: { 'What changed?': always(busyTable) },
    actions: [resumedAt(10 * minute)],
    expected: { ...ended, notified: early, gone: [end, end + 7 * minute], transitions: 200, notYet: 8 },
  },
  {
    name: 'the end moved while nobody rang: not ended at the old one',
    actions: [endMoved(end - second, 30 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ending', 'Notify ended'],
      gone: [end + 30 * minute, end + 30 * minute + slack],
      notYet: 1,
      transitions: 16,
      calls: { Revoke: 2 },
    },
  },
  {
    name: 'the end moved before the warning: the token is stored for the new one',
    actions: [endMoved(10 * minute, 30 * minute)],
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ending', 'Notify ended'],
      gone: [end + 30 * minute, end + 30 * minute + slack],
      warnedEarly: 1,
      transitions: 15,
    },
  },
  {
    name: 'swept early: the execution follows and does not run in circles',
    actions: [endAsked(10 * minute, 'is lost'), swept(12 * minute)],
    expected: {
      ...ended,
      notified: whole,
      gone: [12 * minute, 12 * minute],
      transitions: 12,
      over: 46 * minute,
    },
  },
  {
    name: 'swept while waiting without a token',
    faults: { Hold: first(1, busyTable) },
    actions: [endAsked(second, 'is lost'), swept(2 * minute)],
    expected: {
      ...ended,
      notified: early,
      gone: [2 * minute, 2 * minute],
      transitions: 10,
      over: 6 * minute,
    },
  },
  {
    name: 'swept while people are notified of the grant: no token is stored any more',
    faults: { 'Notify granted': first(1, throws('SlackIsSlow')) },
    actions: [swept(second)],
    expected: { ...ended, notified: early, gone: [second, second], transitions: 11, over: minute },
  },
  {
    name: 'the end moved while people were notified of the grant: warned once',
    faults: { 'Notify granted': first(1, throws('SlackIsSlow')) },
    actions: [endMoved(second, 30 * minute)],
    expected: {
      ...ended,
      notified: whole,
      gone: [end + 30 * minute, end + 30 * minute + slack],
      transitions: 14,
    },
  },
  {
    name: 'no token can be stored near the end: the ledger is looked at now and then',
    faults: { 'Hold to the end': always(busyTable) },
    expected: {
      ...ended,
      notified: ['Notify granted', 'Notify ending', 'Notify ending', 'Notify ending', 'Notify ended'],
      gone: [end, end + 5 * minute + slack],
      transitions: 26,
    },
  },
  {
    name: 'reading the table hangs',
    faults: { 'What changed?': first(1, hangs) },
    actions: [endAsked(10 * minute)],
    expected: { ...ended, notified: early, gone: [10 * minute, 11 * minute], transitions: 10 },
  },
  {
    name: 'everything is slow',
    slow: slowly,
    actions: [endAsked(20 * minute)],
    expected: { ...ended, notified: early, gone: [20 * minute, 22 * minute], transitions: 9 },
  },
  {
    name: 'everything is slow, to the end',
    slow: slowly,
    expected: { ...ended, notified: whole, gone: [end, end + 4 * minute], transitions: 9 },
  },
];
