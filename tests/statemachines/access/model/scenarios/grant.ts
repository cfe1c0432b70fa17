import { hour, minute, second } from '../../../../../functions/domain/time.ts';
import type { Scenario } from '../scenario.ts';
import { always, end, first, hangs, slack, throws } from './steps.ts';

const failed = { notified: ['Notify ended'], status: 'FAILED' } as const;
const whole = ['Notify granted', 'Notify ending', 'Notify ended'];
const within = (late: number) => ({ notified: whole, status: 'ENDED', gone: [end, end + late] as const });

export const grantScenarios: readonly Scenario[] = [
  ...['NotEligible', 'NotApproved', 'Superseded', 'Refused', 'ProvisioningFailed', 'LedgerBehind'].map(
    (error): Scenario => ({
      name: `grant fails with ${error}: not tried again, nothing left behind`,
      faults: { Grant: always(throws(error)) },
      expected: { ...failed, transitions: 5, calls: { Grant: 1, Revoke: 1 }, over: second },
    }),
  ),
  {
    name: 'F27: what was given is revoked when the grant fails',
    faults: { Grant: always(throws('ProvisioningFailed', 'midway')) },
    expected: { ...failed, gone: [0, second], transitions: 5, calls: { Grant: 1 } },
  },
  {
    name: 'grant fails four times, then works',
    faults: { Grant: first(4, throws('Unexpected', 'midway')) },
    expected: { ...within(minute), transitions: 13 },
  },
  {
    name: 'grant always fails with something unexpected',
    faults: { Grant: always(throws('Unexpected', 'midway')) },
    expected: { ...failed, gone: [second, minute], transitions: 9, calls: { Grant: 5 } },
  },
  {
    name: 'grant waits for AWS',
    faults: { Grant: first(90, throws('StillProvisioning', 'midway')) },
    expected: { ...within(2 * hour), transitions: 99 },
  },
  ...['Busy', 'Throttled', 'Lambda.TooManyRequestsException'].map(
    (error): Scenario => ({
      name: `F29: grant waits for ${error}; its time counts from the grant`,
      faults: { Grant: first(40, throws(error)) },
      expected: { ...within(hour), transitions: 49 },
    }),
  ),
  ...(['before', 'midway'] as const).map(
    (when): Scenario => ({
      name: `grant hangs ${when} its work: one try, then everything is revoked`,
      faults: { Grant: always({ ...hangs, when }) },
      expected: {
        ...failed,
        ...(when === 'midway' && { gone: [3 * minute, 3 * minute] as const }),
        over: 4 * minute,
        transitions: 5,
        calls: { Grant: 1 },
      },
    }),
  ),
  {
    name: 'grant activated but never answered: access is held and ends on time',
    faults: { Grant: always({ ...hangs, when: 'after' }) },
    expected: {
      notified: ['Notify ending', 'Notify ended'],
      status: 'ENDED',
      gone: [end, end + slack],
      notYet: 1,
      transitions: 12,
    },
  },
];
