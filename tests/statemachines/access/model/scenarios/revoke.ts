import { hour, minute, second } from '../../../../../functions/domain/time.ts';
import type { Scenario } from '../scenario.ts';
import { always, end, first, hangs, slowly, throws } from './steps.ts';

const whole = ['Notify granted', 'Notify ending', 'Notify ended'];
const paged = (times: number, last: readonly string[]) => [
  ...whole.slice(0, 2),
  ...Array.from({ length: times }, () => 'Page security'),
  ...last,
];
const broken = throws('Unexpected');

export const revokeScenarios: readonly Scenario[] = [
  {
    name: 'revoke fails three times: tried again within seconds, nobody paged',
    faults: { Revoke: first(3, broken) },
    expected: { notified: whole, status: 'ENDED', gone: [end, end + 15 * second], transitions: 13 },
  },
  {
    name: 'F91: a refusal that does not pass is paged within a minute, and tried again a minute later',
    faults: { Revoke: first(4, broken) },
    expected: {
      notified: paged(1, ['Notify ended']),
      status: 'ENDED',
      gone: [end + minute, end + 2 * minute],
      transitions: 16,
    },
  },
  {
    name: 'F48: revoke fails for five hours: paged round after round, then revoked',
    faults: { Revoke: first(100, broken) },
    expected: {
      notified: paged(25, ['Notify ended']),
      status: 'ENDED',
      gone: [end + 5 * hour, end + 5 * hour + 20 * minute],
      transitions: 190,
    },
  },
  {
    name: 'a failed grant stays one when its revocation takes rounds',
    faults: { Grant: always(throws('ProvisioningFailed', 'midway')), Revoke: first(5, broken) },
    expected: {
      notified: ['Page security', 'Notify ended'],
      status: 'FAILED',
      gone: [minute, 5 * minute],
      transitions: 30,
    },
  },
  {
    name: 'a grant that failed before it began stays failed over rounds',
    faults: { Grant: always(throws('NotEligible')), Revoke: first(8, broken) },
    expected: {
      notified: ['Page security', 'Page security', 'Notify ended'],
      status: 'FAILED',
      transitions: 60,
    },
  },
  {
    name: 'F48: revoke never works: a hundred rounds, then the sweeper alone',
    faults: { Revoke: always(broken) },
    expected: {
      notified: paged(100, []),
      status: 'STUCK',
      execution: 'FAILED',
      transitions: 800,
      over: [23 * hour, 26 * hour],
      calls: { Revoke: 400, 'Page security': 100 },
    },
  },
  {
    name: 'F48: revoke never works and nobody can be paged',
    faults: { Revoke: always(broken), 'Page security': always(broken) },
    expected: {
      notified: paged(0, []),
      status: 'REVOKING',
      execution: 'FAILED',
      transitions: 1_000,
      over: 26 * hour,
      calls: { Revoke: 400 },
    },
  },
  ...['StillRevoking', 'Busy', 'Throttled', 'Lambda.TooManyRequestsException'].map(
    (error): Scenario => ({
      name: `F90: revoke waits for ${error} for hours, after one refusal: a round of waiting is no refusal`,
      faults: {
        Revoke: call => (call <= 4 ? broken : call <= 604 ? throws(error) : undefined),
      },
      expected: {
        notified: [...whole.slice(0, 2), 'Page security', 'Page security: waiting', 'Notify ended'],
        status: 'ENDED',
        gone: [end + hour, end + 22 * hour],
        transitions: 800,
      },
    }),
  ),
  ...['LedgerBehind', 'UnknownRequest'].map(
    (error): Scenario => ({
      name: `F91: ${error} is not tried again: security is paged at once`,
      faults: { Revoke: first(1, throws(error)) },
      expected: {
        notified: paged(1, ['Notify ended']),
        status: 'ENDED',
        gone: [end + minute, end + 2 * minute],
        transitions: 14,
      },
    }),
  ),
  ...['StillRevoking', 'Busy', 'Throttled', 'Lambda.TooManyRequestsException'].map(
    (error): Scenario => ({
      name: `revoke waits for ${error} without paging anyone`,
      faults: { Revoke: first(60, throws(error)) },
      expected: { notified: whole, status: 'ENDED', gone: [end, end + hour], transitions: 69 },
    }),
  ),
  {
    name: 'revoke hangs twice',
    faults: { Revoke: first(2, hangs) },
    expected: { notified: whole, status: 'ENDED', gone: [end, end + 7 * minute], transitions: 11 },
  },
  {
    name: 'paging fails twice, then someone is paged',
    faults: { Revoke: first(5, broken), 'Page security': first(2, broken) },
    expected: {
      notified: paged(1, ['Notify ended']),
      status: 'ENDED',
      gone: [end + minute, end + 5 * minute],
      transitions: 36,
    },
  },
  {
    name: 'paging hangs: revoking goes on',
    faults: { Revoke: first(5, broken), 'Page security': always(hangs) },
    expected: {
      notified: paged(0, ['Notify ended']),
      status: 'ENDED',
      gone: [end + minute, end + 5 * minute],
      transitions: 36,
    },
  },
  {
    name: 'someone is paged, and everything is slow',
    slow: slowly,
    faults: { Revoke: first(5, broken) },
    expected: {
      notified: paged(1, ['Notify ended']),
      status: 'ENDED',
      gone: [end + minute, end + 15 * minute],
      transitions: 34,
      calls: { 'Page security': 1 },
    },
  },
  {
    name: 'a grant that failed before it began stays failed when nobody can be paged',
    faults: {
      Grant: always(throws('NotEligible')),
      Revoke: first(5, broken),
      'Page security': always(broken),
    },
    expected: { notified: ['Notify ended'], status: 'FAILED', transitions: 36 },
  },
];
