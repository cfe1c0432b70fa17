import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Definition, parseDefinition, stateOf, taskOf } from '../../../tooling/asl/definition.ts';
import { type LintOptions, lint } from '../../../tooling/asl/lint.ts';
import { throwsNamed } from '../../../tooling/test/assert.ts';

const options: LintOptions = {
  input: ['id'],
  placeholders: ['WorkArn'],
  errors: ['Busy'],
  liveFrom: 'Work',
  neverRetryTimeout: ['Work'],
};

const sound = () =>
  parseDefinition(
    JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Begin',
      States: {
        Begin: { Type: 'Pass', Assign: { id: '{% $states.input.id %}' }, Output: {}, Next: 'Work' },
        Work: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: `\${WorkArn}`, Payload: { id: '{% $id %}' } },
          TimeoutSeconds: 60,
          Retry: [
            {
              ErrorEquals: ['Busy'],
              IntervalSeconds: 2,
              BackoffRate: 2,
              MaxAttempts: 3,
              MaxDelaySeconds: 9,
              JitterStrategy: 'FULL',
            },
          ],
          Catch: [{ ErrorEquals: ['States.ALL'], Output: { next: 'no' }, Next: 'Well?' }],
          Output: { next: '{% $states.result.Payload.next %}' },
          Next: 'Well?',
        },
        'Well?': {
          Type: 'Choice',
          Choices: [{ Condition: "{% $states.input.next = 'again' %}", Next: 'Rest' }],
          Default: 'Done',
        },
        Rest: { Type: 'Wait', Seconds: 5, Next: 'Work' },
        Done: { Type: 'Succeed' },
      },
    }),
  );

const work = (machine: Definition) => taskOf(machine, 'Work');
const retry = (machine: Definition) => {
  const [first] = work(machine).Retry ?? [];
  if (first === undefined) throw new Error('The sound machine has a Retry');
  return first;
};

const bad: readonly (readonly [name: string, at: string, spoil: (machine: Definition) => void])[] = [
  [
    'undefined-variable',
    'Work/Arguments/Payload/id',
    machine => {
      machine.StartAt = 'Work';
      delete machine.States.Begin;
    },
  ],
  [
    'uncertain-input',
    'Work/Output/seen',
    machine => {
      work(machine).Output = { next: 'no', seen: '{% $states.input.id %}' };
    },
  ],
  [
    'unreachable',
    'Island',
    machine => {
      machine.States.Island = { Type: 'Succeed' };
    },
  ],
  [
    'choice-without-default',
    'Well?',
    machine => delete (stateOf(machine, 'Well?') as { Default?: string }).Default,
  ],
  [
    'eval',
    'Work/Arguments/text',
    machine => {
      work(machine).Arguments.text = "{% $eval('1') %}";
    },
  ],
  [
    'unknown-placeholder',
    'Work',
    machine => {
      work(machine).Arguments.FunctionName = `\${WorkRan}`;
    },
  ],
  [
    'pass-while-live',
    'Rest',
    machine => {
      machine.States.Rest = { Type: 'Pass', Next: 'Work' };
    },
  ],
  [
    'computes-while-live',
    'Rest/Seconds',
    machine => {
      machine.States.Rest = { Type: 'Wait', Seconds: '{% 5 %}', Next: 'Work' };
    },
  ],
  [
    'computes-while-live',
    'Well?/Choices[0]',
    machine => {
      machine.States['Well?'] = {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.next > 3 %}', Next: 'Rest' }],
        Default: 'Done',
      };
    },
  ],
  ['all-mixed', 'Work/Catch[0]', machine => work(machine).Catch?.[0]?.ErrorEquals.push('States.Timeout')],
  [
    'all-not-last',
    'Work/Catch[0]',
    machine => work(machine).Catch?.push({ ErrorEquals: ['Busy'], Output: { next: 'no' }, Next: 'Well?' }),
  ],
  ['shadowed', 'Work/Retry[1]', machine => work(machine).Retry?.push({ ...retry(machine) })],
  ['unknown-error', 'Work/Retry[0]', machine => retry(machine).ErrorEquals.push('Bussy')],
  [
    'delay-below-interval',
    'Work/Retry[0]',
    machine => {
      retry(machine).MaxDelaySeconds = 1;
    },
  ],
  [
    'shrinking-backoff',
    'Work/Retry[0]',
    machine => {
      retry(machine).BackoffRate = 0.5;
    },
  ],
  [
    'no-jitter',
    'Work/Retry[0]',
    machine => {
      retry(machine).JitterStrategy = 'NONE';
    },
  ],
  ['endless-backoff', 'Work/Retry[0]', machine => delete retry(machine).MaxDelaySeconds],
  [
    'retries-timeout',
    'Work/Retry[0]',
    machine => {
      retry(machine).ErrorEquals = ['States.Timeout'];
    },
  ],
  [
    'retries-timeout',
    'Work/Retry[0]',
    machine => {
      retry(machine).ErrorEquals = ['States.ALL'];
    },
  ],
  ['carries-cause', 'Work/Catch[0]', machine => delete work(machine).Catch?.[0]?.Output],
  [
    'carries-cause',
    'Work/Catch[0]',
    machine => {
      const [all] = work(machine).Catch ?? [];
      if (all !== undefined) all.Output = { next: '{% $states.errorOutput.Cause %}' };
    },
  ],
  ['carries-result', 'Work', machine => delete work(machine).Output],
  ['task-without-timeout', 'Work', machine => delete work(machine).TimeoutSeconds],
  [
    'token-without-timeout',
    'Work',
    machine => {
      work(machine).Resource += '.waitForTaskToken';
      delete work(machine).TimeoutSeconds;
    },
  ],
  [
    'heartbeat-beyond-timeout',
    'Work',
    machine => {
      work(machine).HeartbeatSeconds = 60;
    },
  ],
  [
    'timeout-over-all',
    '',
    machine => {
      machine.TimeoutSeconds = 60;
    },
  ],
];

test('a sound machine has no findings', () => {
  assert.equal(lint(sound(), options), []);
});

for (const [index, [name, at, spoil]] of bad.entries()) {
  test(`${name} is found at ${at || 'the top'} (case ${index + 1})`, () => {
    const machine = sound();
    spoil(machine);
    const found = lint(machine, options).map(finding => `${finding.lint} at ${finding.at}`);
    assert.ok(found.includes(`${name} at ${at}`), found.join(', ') || 'nothing was found');
  });
}

test('a variable assigned on one of two paths only is found', () => {
  const machine = sound();
  const [all] = work(machine).Catch ?? [];
  if (all !== undefined) all.Assign = { tried: 1 };
  machine.States.Rest = { Type: 'Wait', Seconds: 5, Next: 'Look' };
  machine.States.Look = { ...work(sound()), Output: { next: 'no', seen: '{% $tried %}' } };
  assert.equal(
    lint(machine, options).map(finding => finding.at),
    ['Look/Output/seen'],
  );
});

test('a key that $exists asks for first may be missing', () => {
  const machine = sound();
  work(machine).Output = { next: '{% $exists($states.input.id) ? $states.input.id : 1 %}' };
  assert.equal(lint(machine, options), []);
});

test('fields and states that the analysis does not know are refused', () => {
  const text = JSON.stringify(sound());
  throwsNamed(() => parseDefinition(text.replace('"Seconds":5', '"SecondsPath":"$.x"')), 'ZodError');
  throwsNamed(() => parseDefinition(text.replace('"Type":"Wait"', '"Type":"Map"')), 'ZodError');
  throwsNamed(() => parseDefinition(text.replace('JSONata', 'JSONPath')), 'ZodError');
});

test.run();
