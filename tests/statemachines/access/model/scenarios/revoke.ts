import { day, hour, minute } from '../../../../../functions/domain/time.ts';
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
    name: 'revoke fails for two hours: tried all the time, nobody paged',
    faults: { Revoke: first(20, broken) },
    expected: { notified: whole, status: 'ENDED', gone: [end + hour, end + 3 * hour], transitions: 29 },
  },
  {
    name: 'F48: revoke fails for five hours: paged, then revoked',
    faults: { Revoke: first(40, broken) },
    expected: {
      notified: paged(1, ['Notify ended']),
      status: 'ENDED',
      gone: [end + 3 * hour, end + 5 * hour],
      transitions: 53,
    },
  },
  {
    name: 'a failed grant stays one when its revocation takes rounds',
    faults: { Grant: always(throws('ProvisioningFailed', 'midway')), Revoke: first(22, broken) },
    expected: {
      notified: ['Page security', 'Notify ended'],
      status: 'FAILED',
      gone: [2 * hour, 4 * hour],
      transitions: 30,
    },
  },
  {
    name: 'a grant that failed before it began stays failed over rounds',
    faults: { Grant: always(throws('NotEligible')), Revoke: first(43, broken) },
    expected: {
      notified: ['Page security', 'Page security', 'Notify ended'],
      status: 'FAILED',
      transitions: 60,
    },
  },
  {
    name: 'F48: revoke never works: twenty rounds, then the sweeper alone',
    faults: { Revoke: always(broken) },
    expected: {
      notified: paged(20, []),
      status: 'STUCK',
      execution: 'FAILED',
      transitions: 600,
      over: [44 * hour, 3 * day],
      calls: { Revoke: 420, 'Page security': 20 },
    },
  },
  {
    name: 'F48: revoke never works and nobody can be paged',
    faults: { Revoke: always(broken), 'Page security': always(broken) },
    expected: {
      notified: paged(0, []),
      status: 'REVOKING',
      execution: 'FAILED',
      transitions: 600,
      over: 3 * day,
      calls: { Revoke: 420 },
    },
  },
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
    faults: { Revoke: first(22, broken), 'Page security': first(2, broken) },
    expected: {
      notified: paged(1, ['Notify ended']),
      status: 'ENDED',
      gone: [end + hour, end + 4 * hour],
      transitions: 36,
    },
  },
  {
    name: 'paging hangs: revoking goes on',
    faults: { Revoke: first(22, broken), 'Page security': always(hangs) },
    expected: {
      notified: paged(0, ['Notify ended']),
      status: 'ENDED',
      gone: [end + hour, end + 4 * hour],
      transitions: 36,
    },
  },
  {
    name: 'someone is paged, and everything is slow',
    slow: slowly,
    faults: { Revoke: first(22, broken) },
    expected: {
      notified: paged(1, ['Notify ended']),
      status: 'ENDED',
      gone: [end + hour, end + 4 * hour],
      transitions: 34,
      calls: { 'Page security': 1 },
    },
  },
  {
    name: 'a grant that failed before it began stays failed when nobody can be paged',
    faults: {
      Grant: always(throws('NotEligible')),
      Revoke: first(22, broken),
      'Page security': always(broken),
    },
    expected: { notified: ['Notify ended'], status: 'FAILED', transitions: 36 },
  },
];
