import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { eventsOf, invoke, play } from './support.ts';

const end = { Type: 'Pass', End: true };
const pass = (fields: object) => ({ Type: 'Pass', ...fields });

test('a variable is visible from the next state, not within its own', async () => {
  const states = {
    S: pass({ Assign: { a: 1 }, Next: 'T' }),
    T: pass({ Assign: { a: '{% $a + 1 %}', b: '{% $a %}' }, Output: '{% $a %}', Next: 'U' }),
    U: { ...end, Output: { before: '{% $states.input %}', a: '{% $a %}', b: '{% $b %}' } },
  };
  assert.equal((await play(states)).result.output, { before: 1, a: 2, b: 1 });
});

test('history shows what was assigned, as JSON text', async () => {
  const { engine, executionArn } = await play({ S: { ...end, Assign: { a: 'x', b: { c: [1] } } } });
  assert.equal(eventsOf(engine, executionArn, 'PassStateExited')[0]?.details?.assignedVariables, {
    a: '"x"',
    b: '{"c":[1]}',
  });
});

test('input passes through when Output is not given', async () => {
  assert.equal((await play({ S: pass({ Next: 'T' }), T: end }, { a: [1] })).result.output, { a: [1] });
});

const outputs: [string, unknown, unknown][] = [
  ['a literal', { a: [null, 0, 0.1, true, [], {}] }, { a: [null, 0, 0.1, true, [], {}] }],
  ['text', 'text', 'text'],
  ['text that only looks like an expression', ' {% 1 %} ', ' {% 1 %} '],
  ['an expression over several lines', '{%\n 1 +\n 1 %}', 2],
  [
    'expressions nested in lists and objects',
    { a: ['{% 1 + 1 %}', { b: '{% [1, 2] %}' }] },
    { a: [2, { b: [1, 2] }] },
  ],
  ['null', '{% null %}', null],
  ['false', '{% false %}', false],
  ['an empty list', '{% [] %}', []],
  ['one match of a list, unwrapped as JSONata does', '{% $states.input.list[$ = 2] %}', 2],
  ['one match kept as a list', '{% [$states.input.list[$ = 2]] %}', [2]],
  ['a reduced list', '{% $sum($states.input.list) %}', 6],
  ['merged objects', "{% $merge([$states.input, {'list': 0}]) %}", { list: 0 }],
];
for (const [what, output, expected] of outputs) {
  test(`Output: ${what}`, async () => {
    assert.equal(
      (await play({ S: { ...end, Output: output } }, { list: [1, 2, 3] })).result.output,
      expected,
    );
  });
}

const functions: [string, unknown][] = [
  ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
  ['$range(1, 9, 2)', [1, 3, 5, 7, 9]],
  ['$range(3, 1, -1)', [3, 2, 1]],
  ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
  ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
  ["$length($hash('a', 'SHA-512'))", 128],
  ['$parse(\'{"a":[1]}\')', { a: [1] }],
  ['$random(7) = $random(7)', true],
  ['$random() = 0.5', true],
  ['$uuid()', '00000000-0000-4000-8000-000000000099'],
  ['$now()', '2027-01-04T09:00:00.000Z'],
  ["$now('[Y]-[M01]')", '2027-01'],
  ['$toMillis($now()) = $millis()', true],
  ["$fromMillis($toMillis('08:30', '[H01]:[m01]'))", '2027-01-04T08:30:00.000Z'],
  ['$exists($toMillis($states.input.no))', false],
  ['$fromMillis($millis() + 1500)', '2027-01-04T09:00:01.500Z'],
];
for (const [expression, expected] of functions) {
  test(`the function ${expression}`, async () => {
    const newId = () => '00000000-0000-4000-8000-000000000099';
    const setup = { random: () => 0.5, newId };
    const { result } = await play({ S: { ...end, Output: `{% ${expression} %}` } }, {}, setup);
    assert.equal(result, { status: 'SUCCEEDED', output: expected });
  });
}

const failing = [
  '$hash(1, 2)',
  "$hash('a', 'CRC')",
  '$range(1, 5, 0)',
  "$parse('{')",
  '$partition([1], 0)',
  '$nope()',
];
for (const expression of [...failing, '$sum', 'function($x) { $x }', "$error('no')"]) {
  test(`an evaluation error: ${expression}`, async () => {
    const { result } = await play({ S: { ...end, Output: `{% ${expression} %}` } });
    assert.is(result.error, 'States.QueryEvaluationError');
  });
}

test('the context names execution, machine and state', async () => {
  const { result, executionArn } = await play(
    { 'My state': { ...end, Output: '{% $states.context %}' } },
    { a: 1 },
  );
  assert.equal(result.output, {
    Execution: {
      Id: executionArn,
      Input: { a: 1 },
      Name: 'one',
      RoleArn: 'arn:aws:iam::111111111111:role/machine-1',
      StartTime: '2027-01-04T09:00:00.000Z',
      RedriveCount: 0,
    },
    StateMachine: {
      Id: 'arn:aws:states:eu-central-1:111111111111:stateMachine:machine-1',
      Name: 'machine-1',
    },
    State: { EnteredTime: '2027-01-04T09:00:00.000Z', Name: 'My state' },
  });
});

test('the result of lambda:invoke stands under Payload', async () => {
  const state = { ...invoke('f', { n: 1 }), End: true };
  const { result } = await play(
    { S: state },
    {},
    { functions: { f: ({ n }: { n: number }) => ({ n: n + 1 }) } },
  );
  const { ExecutedVersion, Payload, StatusCode, SdkHttpMetadata } = result.output as Record<string, unknown>;
  assert.equal([ExecutedVersion, Payload, StatusCode], ['$LATEST', { n: 2 }, 200]);
  assert.is((SdkHttpMetadata as { HttpStatusCode: number }).HttpStatusCode, 200);
});

test('a function that returns nothing gives null', async () => {
  const state = { ...invoke('f'), Output: '{% $states.result.Payload %}', End: true };
  const { result } = await play({ S: state }, {}, { functions: { f: () => undefined } });
  assert.is(result.output, null);
});

for (const [what, args, expected] of [
  ['null where Payload is null', { FunctionName: 'f', Payload: null }, null],
  ['an empty object where there is no Payload', { FunctionName: 'f' }, {}],
] as const) {
  test(`a function is given ${what}`, async () => {
    const given: unknown[] = [];
    const f = (payload: unknown) => void given.push(payload);
    await play({ S: { ...invoke('f'), Arguments: args, End: true } }, {}, { functions: { f } });
    assert.equal(given, [expected]);
  });
}

test('a function may change what it is given without harm', async () => {
  const f = (payload: { list: number[] }) => payload.list.push(9);
  const task = { ...invoke('f', { list: [1] }), Output: '{% $states.result.Payload %}' };
  const { result } = await play(
    { S: { ...task, Next: 'T' }, T: { ...task, End: true } },
    {},
    { functions: { f } },
  );
  assert.is(result.output, 2);
});

test('a Choice takes the first rule that holds, with its own Output and Assign', async () => {
  const rule = (condition: string, output: string) => ({
    Condition: condition,
    Assign: { by: output },
    Output: output,
    Next: 'T',
  });
  const states = {
    S: {
      Type: 'Choice',
      Choices: [rule('{% $states.input.n > 5 %}', 'big'), rule('{% $states.input.n > 2 %}', 'middle')],
      Assign: { by: 'default' },
      Output: 'small',
      Default: 'T',
    },
    T: { ...end, Output: '{% $states.input & $by %}' },
  };
  const outputs = [];
  for (const n of [9, 3, 1]) outputs.push((await play(states, { n })).result.output);
  assert.equal(outputs, ['bigbig', 'middlemiddle', 'smalldefault']);
});

test('Fail ends the execution with its Error and Cause', async () => {
  const state = { Type: 'Fail', Error: 'Bad', Cause: "{% 'because ' & $states.input.why %}" };
  assert.equal((await play({ S: state }, { why: 'x' })).result, {
    status: 'FAILED',
    error: 'Bad',
    cause: 'because x',
  });
});

test('Succeed ends the execution with its Output', async () => {
  const { result } = await play({ S: { Type: 'Succeed', Output: { a: '{% 1 %}' } } });
  assert.equal(result, { status: 'SUCCEEDED', output: { a: 1 } });
});

test.run();
