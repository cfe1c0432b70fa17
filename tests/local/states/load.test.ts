import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InvalidDefinitionError } from '../../../local/states/errors.ts';
import { loadMachine } from '../../../local/states/load/load.ts';
import { machines } from '../../../statemachines/machines.ts';
import { invoke, machineOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const task = { ...invoke('f'), End: true };
const machine = (state: object, more: object = {}) => machineOf({ S: state }, more);

const refusal = (definition: unknown): string => {
  try {
    loadMachine(typeof definition === 'string' ? definition : JSON.stringify(definition));
  } catch (error) {
    assert.instance(error, InvalidDefinitionError);
    return (error as Error).message;
  }
  return 'not refused';
};

const jsonPath = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultPath',
  'ResultSelector',
  'TimeoutSecondsPath',
];
for (const field of jsonPath) {
  test(`the JSONPath field ${field} is refused`, () => {
    assert.match(refusal(machine({ ...task, [field]: '$' })), new RegExp(`JSONPath.*/States/S/${field}`));
  });
}

const cases: [string, unknown, RegExp][] = [
  ['text that is not JSON', '{', /INVALID_JSON/],
  ['JSON that is no object', '[]', /Expected an object/],
  ['a machine without QueryLanguage', { StartAt: 'S', States: { S: pass } }, /JSONata.*\/QueryLanguage/],
  ['QueryLanguage JSONPath', machine(pass, { QueryLanguage: 'JSONPath' }), /\/QueryLanguage/],
  ['a state of JSONPath', machine({ ...pass, QueryLanguage: 'JSONPath' }), /\/States\/S\/QueryLanguage/],
  ['an unknown field of the machine', machine(pass, { Extra: 1 }), /'Extra' is not supported/],
  [
    'an unknown field of a state',
    machine({ ...pass, Extra: 1 }),
    /'Extra' is not supported at \/States\/S\/Extra/,
  ],
  ['an unknown type of state', machine({ Type: 'Activity', End: true }), /'Activity' is not supported/],
  ['a state without Type', machine({ End: true }), /\/States\/S\/Type/],
  ['a type that every object has', machine({ Type: 'constructor', End: true }), /not supported/],
  ['StartAt that is no state', machine(pass, { StartAt: 'T' }), /'T' does not exist at \/StartAt/],
  ['a missing StartAt', { QueryLanguage: 'JSONata', States: { S: pass } }, /\/StartAt/],
  ['Next that is no state', machine({ Type: 'Pass', Next: 'T' }), /'T' does not exist at \/States\/S\/Next/],
  ['neither Next nor End', machine({ Type: 'Pass' }), /One of Next and End/],
  ['both Next and End', machine({ Type: 'Pass', Next: 'S', End: true }), /exclude/],
  ['a state nobody leads to', machineOf({ S: pass, T: pass }), /'T' cannot be reached/],
  ['a flow without an end', machine({ Type: 'Pass', Next: 'S' }), /No state ends/],
  ['an end on a Choice', machine({ Type: 'Choice', Choices: [], End: true }), /'End' is not supported/],
  ['a name of 81 characters', machineOf({ ['x'.repeat(81)]: pass }), /at most 80/],
  ['a Comment that is no text', machine({ ...pass, Comment: 1 }), /Comment/],

  [
    'an unknown resource',
    machine({ ...task, Resource: 'arn:aws:states:::sns:publish' }),
    /sns:publish' is not/,
  ],
  [
    'a Lambda ARN as resource',
    machine({ ...task, Resource: 'arn:aws:lambda:x:1:function:f' }),
    /not supported/,
  ],
  [
    'an unknown way to wait',
    machine({ ...task, Resource: 'arn:aws:states:::lambda:invoke.sync' }),
    /not supported/,
  ],
  ['a Task without Resource', machine({ Type: 'Task', Arguments: {}, End: true }), /\/Resource/],
  ['a Task without Arguments', machine({ Type: 'Task', Resource: task.Resource, End: true }), /\/Arguments/],
  [
    'an argument the call does not know',
    machine({ ...task, Arguments: { FunctionName: 'f', Qualifier: '1' } }),
    /'Qualifier' is not supported/,
  ],
  ['a call without its function', machine({ ...task, Arguments: {} }), /\/Arguments\/FunctionName/],
  ['TimeoutSeconds of 0', machine({ ...task, TimeoutSeconds: 0 }), /\/TimeoutSeconds/],
  ['TimeoutSeconds with a fraction', machine({ ...task, TimeoutSeconds: 1.5 }), /\/TimeoutSeconds/],
  ['TimeoutSeconds as text', machine({ ...task, TimeoutSeconds: '60' }), /\/TimeoutSeconds/],
  [
    'a heartbeat as long as the timeout',
    machine({ ...task, TimeoutSeconds: 9, HeartbeatSeconds: 9 }),
    /smaller/,
  ],
  ['a timeout of 0 for the machine', machine(pass, { TimeoutSeconds: 0 }), /\/TimeoutSeconds/],

  ['States.ALL among others', machine(retry({ ErrorEquals: ['States.ALL', 'E'] })), /stand alone/],
  [
    'States.ALL before others',
    machine(retry({ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] })),
    /last/,
  ],
  ['an invented States error', machine(retry({ ErrorEquals: ['States.Oops'] })), /States.Oops/],
  ['no errors', machine(retry({ ErrorEquals: [] })), /ErrorEquals/],
  ['an interval of 0', machine(retry({ ErrorEquals: ['E'], IntervalSeconds: 0 })), /IntervalSeconds/],
  ['fewer than no attempts', machine(retry({ ErrorEquals: ['E'], MaxAttempts: -1 })), /MaxAttempts/],
  ['a shrinking interval', machine(retry({ ErrorEquals: ['E'], BackoffRate: 0.5 })), /BackoffRate/],
  [
    'a limit below the interval',
    machine(retry({ ErrorEquals: ['E'], IntervalSeconds: 9, MaxDelaySeconds: 9 })),
    /greater than IntervalSeconds/,
  ],
  ['an unknown jitter', machine(retry({ ErrorEquals: ['E'], JitterStrategy: 'SOME' })), /JitterStrategy/],
  ['an unknown field of a retrier', machine(retry({ ErrorEquals: ['E'], Extra: 1 })), /Retry\[0\]\/Extra/],
  ['a catcher to nowhere', machine(caught({ ErrorEquals: ['E'], Next: 'T' })), /Catch\[0\]\/Next/],
  ['a catcher without Next', machine(caught({ ErrorEquals: ['E'] })), /Catch\[0\]\/Next/],
  [
    'ResultPath in a catcher',
    machine(caught({ ErrorEquals: ['E'], Next: 'S', ResultPath: '$' })),
    /JSONPath/,
  ],
  ['Retry on a Pass', machine({ ...pass, Retry: [] }), /'Retry' is not supported/],

  ['a Wait without a time', machine({ Type: 'Wait', End: true }), /Exactly one/],
  [
    'a Wait with two times',
    machine({ Type: 'Wait', Seconds: 1, Timestamp: '{% $x %}', End: true }),
    /Exactly one/,
  ],
  ['a Wait for a fraction', machine({ Type: 'Wait', Seconds: 0.5, End: true }), /\/Seconds/],
  ['a Wait until a day', machine({ Type: 'Wait', Timestamp: '2027-01-04', End: true }), /\/Timestamp/],
  ['a Choice without rules', machine({ Type: 'Choice', Choices: [] }), /\/Choices/],
  [
    'a rule without Condition',
    machine({ Type: 'Choice', Choices: [{ Next: 'S' }] }),
    /Choices\[0\]\/Condition/,
  ],
  ['a rule of JSONPath', machine({ Type: 'Choice', Choices: [{ Variable: '$', Next: 'S' }] }), /JSONPath/],
  [
    'a rule to nowhere',
    machine({ Type: 'Choice', Choices: [{ Condition: true, Next: 'T' }] }),
    /'T' does not/,
  ],
  ['Default to nowhere', machine({ ...choice(), Default: 'T' }), /'T' does not exist.*Default/],

  ['a distributed Map', machine(map({ ProcessorConfig: { Mode: 'DISTRIBUTED' } })), /INLINE/],
  ['tolerated failures', machine({ ...map(), ToleratedFailureCount: 1 }), /ToleratedFailureCount/],
  ['a Map over a reader', machine({ ...map(), ItemReader: {} }), /ItemReader/],
  [
    'a wrong state within a Map',
    machine(map({ States: { I: { Type: 'Nope' } } })),
    /ItemProcessor\/States\/I\/Type/,
  ],
  ['one name twice', machine(map({ StartAt: 'S', States: { S: pass } })), /'S' exists twice/],
  [
    'a branch that leads outside',
    machineOf({ S: branches({ Type: 'Pass', Next: 'T' }), T: pass }),
    /'T' does not/,
  ],
  ['a Parallel without branches', machine({ Type: 'Parallel', Branches: [], End: true }), /\/Branches/],

  [
    '$eval',
    machine({ ...pass, Output: "{% $eval('1') %}" }),
    /\$eval is not supported at \/States\/S\/Output/,
  ],
  ['$eval by way of another name', machine({ ...pass, Output: '{% ($e := $eval; $e(1)) %}' }), /\$eval/],
  [
    '$$',
    machine({ ...pass, Output: { a: ['{% $$.x %}'] } }),
    /\$\$ is not supported at \/States\/S\/Output\/a\[0\]/,
  ],
  ['$ at the top', machine({ ...pass, Output: '{% $.x %}' }), /\$ is not supported at the top/],
  ['a bare field at the top', machine({ ...pass, Output: '{% x.y %}' }), /'x' is not supported at the top/],
  ['a wildcard at the top', machine({ ...pass, Output: '{% ** %}' }), /wildcard/],
  ['a bare field as argument', machine({ ...pass, Output: '{% $count(x) %}' }), /'x' is not supported/],
  ['broken JSONata', machine({ ...pass, Output: '{% 1 + %}' }), /Invalid JSONata.*\/States\/S\/Output/],
  ['a variable named states', machine({ ...pass, Assign: { states: 1 } }), /not a name for a variable/],
  ['a variable with a space', machine({ ...pass, Assign: { 'a b': 1 } }), /not a name for a variable/],
  ['a variable that every object has', machine({ ...pass, Assign: { hasOwnProperty: 1 } }), /not a name/],
  [
    'an outer variable assigned within',
    machineOf({
      S: { ...pass, End: undefined, Next: 'P', Assign: { a: 1 } },
      P: branches({ ...pass, Assign: { a: 2 } }),
    }),
    /'a' is assigned in an outer scope already at \/States\/P\/B\/Assign\/a/,
  ],
];

function retry(...Retry: object[]) {
  return { ...task, Retry };
}
function caught(catcher: object) {
  return { ...task, Catch: [catcher] };
}
function choice() {
  return { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'S' }] };
}
function map(processor: object = {}) {
  return { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: pass }, ...processor }, End: true };
}
function branches(state: object) {
  return { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: state } }], End: true };
}

for (const [what, definition, message] of cases) {
  test(`refused at load: ${what}`, () => assert.match(refusal(definition), message));
}

test('one refusal names everything that is wrong', () => {
  const message = refusal(machineOf({ S: { Type: 'Pass', Extra: 1 }, T: { Type: 'Nope' } }));
  for (const part of ['/States/S/Extra', 'One of Next and End', '/States/T/Type'])
    assert.ok(message.includes(part));
});

const accepted: [string, object][] = [
  ['fields of an item within a path', { ...pass, Output: '{% $states.input.list[x = 1].y %}' }],
  ['the context within a predicate', { ...pass, Output: '{% $states.input.list[$ > 1] %}' }],
  ['fields within a mapped object', { ...pass, Output: '{% $states.input.list.{ "a": b } %}' }],
  ['a function of ones own', { ...pass, Output: '{% $map($states.input.list, function($x) { $x.a }) %}' }],
  ['an order by a field', { ...pass, Output: '{% $states.input.list^(a) %}' }],
  ['an expression for a timeout', { ...task, TimeoutSeconds: '{% $states.input.t %}' }],
  ['empty lists of retriers and catchers', { ...task, Retry: [], Catch: [] }],
  ['a comment anywhere', { ...pass, Comment: 'why' }],
  ['text that only looks like an expression', { ...pass, Output: ' {% x %}' }],
];
for (const [what, state] of accepted) {
  test(`accepted: ${what}`, () => assert.is(refusal(machine(state)), 'not refused'));
}

for (const { name, definition } of machines) {
  test(`the ${name} machine is accepted as it stands`, () => assert.is(refusal(definition), 'not refused'));
}

test.run();
