import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { errorNames } from '../../../functions/domain/errors.ts';
import { timelessCycles } from '../../../tooling/asl/cycles.ts';
import { type Definition, taskOf, tasksOf } from '../../../tooling/asl/definition.ts';
import { edgesFrom, ended, failed, reachable } from '../../../tooling/asl/graph.ts';
import {
  afterRevokeFaults,
  blockingNotifications,
  endsWhileLive,
  exceptionFaults,
  liveStates,
  strandedStates,
} from '../../../tooling/asl/promise.ts';
import { changesAws, notifications, promised, readAccess, timeoutFaults } from './model/static.ts';

const machine = readAccess();
const changed = (change: (machine: Definition) => void): Definition => {
  const copy = structuredClone(machine);
  change(copy);
  return copy;
};

test('nothing ends while access may be live: every edge after Grant, errors included, leads to Revoke', () => {
  assert.equal(endsWhileLive(machine, promised), []);
  assert.equal(strandedStates(machine, promised), []);
});

test('only the success of Revoke and the named exception lead from Grant to an end', () => {
  const exits = [...liveStates(machine, promised)]
    .flatMap(name => edgesFrom(machine, name))
    .filter(
      ({ to, how }) => (to === ended || to === failed) && how !== 'uncatchable' && how !== 'evaluation',
    );
  assert.equal(
    exits.map(({ from, to }) => [from, to]),
    [['Left to the sweeper', failed]],
  );
});

test('the sweeper is left alone only after people were paged, round after round', () => {
  assert.equal(exceptionFaults(machine, promised), []);
});

test('after Revoke succeeded nothing leads back to where access may be live', () => {
  assert.equal(afterRevokeFaults(machine, promised), []);
  const { Next: next = '' } = taskOf(machine, 'Revoke');
  assert.equal([...reachable(machine, next)].sort(), ['Closed', 'Notify ended']);
});

test('no state before Grant is reached again once access may be live', () => {
  const live = liveStates(machine, promised);
  for (const name of ['Open', 'Ask', 'Wait for start', 'Grant']) {
    const again = [...live].flatMap(from => edgesFrom(machine, from)).filter(({ to }) => to === name);
    assert.equal(again, [], name);
  }
});

test('the proof fails on a machine that ends while access is live', () => {
  const ends = changed(copy => {
    taskOf(copy, 'Hold').Catch?.pop();
  });
  assert.equal(endsWhileLive(ends, promised), ['Hold Catch (uncaught) → :failed']);
  const closes = changed(copy => {
    taskOf(copy, 'Notify extended').Next = 'Closed';
  });
  assert.equal(endsWhileLive(closes, promised), ['Closed Succeed (end) → :ended']);
  const computes = changed(copy => {
    copy.States['Wait without a token'] = { Type: 'Wait', Timestamp: '{% $until %}', Next: 'What changed?' };
  });
  assert.equal(endsWhileLive(computes, promised), ['Wait without a token Wait (evaluation) → :failed']);
});

test('the proof fails on a machine that never comes to Revoke', () => {
  const circle = changed(copy => {
    for (const each of [taskOf(copy, 'Notify granted'), ...(taskOf(copy, 'Notify granted').Catch ?? [])]) {
      each.Next = 'Notify granted';
    }
  });
  assert.equal(strandedStates(circle, promised), ['Notify granted']);
});

test('the proof fails where the sweeper is left alone without anyone paged', () => {
  const early = changed(copy => {
    const [, all] = taskOf(copy, 'Revoke').Catch ?? [];
    if (all !== undefined) all.Next = 'Left to the sweeper';
  });
  assert.ok(
    exceptionFaults(early, promised).includes('Left to the sweeper is reached without Page security'),
  );
});

test('F95: every cycle of the machine passes a state that takes time', () => {
  assert.equal(timelessCycles(machine), []);
});

test('F95: a circle of Revoke and What changed? without a pause is found', () => {
  const circling = changed(copy => {
    const [notYet] = taskOf(copy, 'Revoke').Catch ?? [];
    if (notYet !== undefined) notYet.Next = 'What changed?';
  });
  assert.ok(timelessCycles(circling).some(cycle => cycle.includes('Revoke')));
});

for (const name of changesAws) {
  test(`a timed-out ${name} is dead before anything else starts`, () => {
    assert.equal(
      timeoutFaults(machine).filter(fault => fault.startsWith(name)),
      [],
    );
  });
}

for (const name of notifications) {
  test(`${name} holds nothing up: what fails in it leads where success leads`, () => {
    assert.equal(blockingNotifications(machine, [name]), []);
    assert.ok(Number(taskOf(machine, name).TimeoutSeconds) <= 30);
  });
}

type Treatment = 'leads on at once' | 'waited for' | 'tried again';

/** What happens to an error in a state that changes AWS. */
const treatment = (state: string, error: string): Treatment => {
  const retrier = taskOf(machine, state).Retry?.find(({ ErrorEquals: names }) =>
    names.some(name => [error, 'States.ALL', 'States.TaskFailed'].includes(name)),
  );
  const attempts = retrier?.MaxAttempts ?? 0;
  const own = retrier?.ErrorEquals.includes(error) ?? false;
  if (attempts === 0) return 'leads on at once';
  return own ? 'waited for' : 'tried again';
};

const treatments: Record<string, Record<Treatment, readonly string[]>> = {
  Grant: {
    'leads on at once': [
      'NotEligible',
      'NotApproved',
      'Superseded',
      'Refused',
      'ProvisioningFailed',
      'LedgerBehind',
    ],
    'waited for': ['StillProvisioning', 'Busy', 'Throttled'],
    'tried again': [
      'StillRevoking',
      'NotYet',
      'UnreadableRecord',
      'InvalidInput',
      'InvalidConfig',
      'UnknownRequest',
      'LedgerConflict',
    ],
  },
  Extend: {
    'leads on at once': ['Superseded', 'Refused', 'ProvisioningFailed', 'LedgerBehind'],
    'waited for': ['StillProvisioning', 'Busy', 'Throttled'],
    'tried again': [
      'NotEligible',
      'NotApproved',
      'StillRevoking',
      'NotYet',
      'UnreadableRecord',
      'InvalidInput',
      'InvalidConfig',
      'UnknownRequest',
      'LedgerConflict',
    ],
  },
  Revoke: {
    'leads on at once': ['NotYet', 'LedgerBehind', 'UnknownRequest'],
    'waited for': ['StillRevoking', 'Busy', 'Throttled'],
    'tried again': [
      'NotEligible',
      'NotApproved',
      'Superseded',
      'Refused',
      'StillProvisioning',
      'ProvisioningFailed',
      'UnreadableRecord',
      'InvalidInput',
      'InvalidConfig',
      'LedgerConflict',
    ],
  },
};

for (const [state, expected] of Object.entries(treatments)) {
  test(`every error that code can throw has its treatment in ${state}`, () => {
    const all = Object.values(expected).flat();
    assert.equal([...all].sort(), [...errorNames].sort());
    for (const [how, names] of Object.entries(expected)) {
      for (const name of names) assert.is(treatment(state, name), how, name);
    }
  });
}

test('condition failures are caught under both spellings wherever one is', () => {
  const both = ['DynamoDb.ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'];
  for (const [name, task] of tasksOf(machine)) {
    for (const { ErrorEquals: names } of task.Catch ?? []) {
      const listed = both.filter(each => names.includes(each));
      assert.ok(listed.length === 0 || listed.length === 2, name);
    }
    const conditional = task.Arguments.ConditionExpression !== undefined;
    assert.is(JSON.stringify(task.Catch ?? []).includes('ConditionalCheckFailed'), conditional, name);
  }
});

test.run();
