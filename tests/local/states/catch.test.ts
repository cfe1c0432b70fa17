import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { serviceError } from '../../../local/states/errors.ts';
import { eventsOf, invoke, named, play, typesOf } from './support.ts';

const end = { Type: 'Pass', End: true };
const throwing = (error: unknown) => ({
  functions: {
    f: () => {
      throw error;
    },
  },
});

test('a catcher hands on Error and Cause unless it says otherwise', async () => {
  const state = { ...invoke('f'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'T' }], End: true };
  const { result } = await play({ S: state, T: end }, { a: 1 }, throwing(named('Refused', 'not you')));
  const { Error: error, Cause: cause } = result.output as { Error: string; Cause: string };
  assert.is(error, 'Refused');
  const { errorType, errorMessage, trace } = JSON.parse(cause);
  assert.equal([errorType, errorMessage], ['Refused', 'not you']);
  assert.match(trace[0], /Refused: not you/);
});

test('a catcher sees input and errorOutput in its Output and Assign', async () => {
  const Catch = [
    {
      ErrorEquals: ['Refused'],
      Assign: { kept: '{% $states.input.a %}' },
      Output: { error: '{% $states.errorOutput.Error %}', input: '{% $states.input %}' },
      Next: 'T',
    },
  ];
  const states = {
    S: { ...invoke('f'), Catch, Assign: { kept: 0 }, End: true },
    T: { ...end, Output: { from: '{% $states.input %}', kept: '{% $kept %}' } },
  };
  const { result } = await play(states, { a: 1 }, throwing(named('Refused')));
  assert.equal(result.output, { from: { error: 'Refused', input: { a: 1 } }, kept: 1 });
});

test('the first catcher that matches takes over', async () => {
  const Catch = ['Other', 'Refused', 'States.ALL'].map(name => ({
    ErrorEquals: [name],
    Output: name,
    Next: 'T',
  }));
  const { result } = await play(
    { S: { ...invoke('f'), Catch, End: true }, T: end },
    {},
    throwing(named('Refused')),
  );
  assert.is(result.output, 'Refused');
});

test('an error without a catcher ends the execution under its own name', async () => {
  const state = { ...invoke('f'), Catch: [{ ErrorEquals: ['Other'], Next: 'T' }], End: true };
  const { result } = await play({ S: state, T: end }, {}, throwing(named('Refused')));
  assert.is(result.status, 'FAILED');
  assert.is(result.error, 'Refused');
});

test('what is thrown without being an error is reported as a function would', async () => {
  const { result } = await play({ S: { ...invoke('f'), End: true } }, {}, throwing('text'));
  assert.is(result.error, 'string');
  assert.equal(JSON.parse(result.cause ?? ''), { errorType: 'string', errorMessage: 'text', trace: [] });
});

test('an error of the service itself carries its name and plain message', async () => {
  const error = serviceError('Lambda.TooManyRequestsException', 'Rate exceeded');
  const { result } = await play({ S: { ...invoke('f'), End: true } }, {}, throwing(error));
  assert.equal([result.error, result.cause], ['Lambda.TooManyRequestsException', 'Rate exceeded']);
});

const prefixes: [string | undefined, string, string][] = [
  [undefined, 'ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
  ['DynamoDB', 'ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
  [undefined, 'ResourceNotFoundException', 'DynamoDb.ResourceNotFoundException'],
  [undefined, 'InternalServerError', 'DynamoDb.InternalServerErrorException'],
  [undefined, 'ValidationException', 'DynamoDb.DynamoDbException'],
  [undefined, 'TypeError', 'DynamoDb.SdkClientException'],
];
for (const [prefix, name, expected] of prefixes) {
  test(`DynamoDB's ${name} is named ${expected}`, async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
      Arguments: { TableName: 't', Item: {} },
      End: true,
    };
    const { result } = await play(
      { S: state },
      {},
      {
        ...(prefix !== undefined && { dynamodbErrorPrefix: prefix }),
        dynamodb: async () => {
          throw named(name, 'The conditional request failed');
        },
      },
    );
    assert.is(result.error, expected);
    assert.match(
      result.cause ?? '',
      /^The conditional request failed \(Service: DynamoD[bB], Status Code: 400/,
    );
  });
}

const evaluations: [string, object, string][] = [
  ['Arguments', { Arguments: { FunctionName: 'f', Payload: '{% $states.input.no %}' } }, 'Arguments/Payload'],
  ['TimeoutSeconds', { TimeoutSeconds: '{% $states.input.no %}' }, 'TimeoutSeconds'],
  ['a TimeoutSeconds of 0', { TimeoutSeconds: '{% 0 %}' }, 'TimeoutSeconds'],
  ['a TimeoutSeconds with a fraction', { TimeoutSeconds: '{% 1.5 %}' }, 'TimeoutSeconds'],
  ['a TimeoutSeconds that is text', { TimeoutSeconds: "{% '60' %}" }, 'TimeoutSeconds'],
  ['Output', { Output: { a: '{% $states.result.no %}' } }, 'Output/a'],
  ['Assign', { Assign: { a: '{% $no %}' } }, 'Assign/a'],
];
for (const [what, fields, location] of evaluations) {
  test(`an evaluation error in ${what} of a Task can be caught`, async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'T' }];
    const states = { S: { ...invoke('f'), ...fields, Catch, End: true }, T: end };
    const { engine, executionArn, result } = await play(states, {}, { functions: { f: () => ({}) } });
    assert.is(result.status, 'SUCCEEDED');
    const failed = eventsOf(engine, executionArn, 'EvaluationFailed')[0]?.details;
    assert.equal([failed?.location, failed?.state], [location, 'S']);
  });
}

test('an evaluation error says where it was and what the expression did', async () => {
  const { result } = await play({ S: { ...end, Output: '{% $states.input.no %}' } });
  assert.is(
    result.cause,
    "An error occurred while executing the state 'S' (entered at the event id #2). The JSONata expression '$states.input.no' specified for the field 'Output' returned nothing (undefined).",
  );
});

test('a failed Output is retried like a failed call', async () => {
  let calls = 0;
  const f = () => {
    calls += 1;
    return { ready: calls > 1 ? 'yes' : undefined };
  };
  const Retry = [{ ErrorEquals: ['States.QueryEvaluationError'] }];
  const state = { ...invoke('f'), Retry, Output: '{% $states.result.Payload.ready %}', End: true };
  const { result } = await play({ S: state }, {}, { functions: { f } });
  assert.is(result.output, 'yes');
});

test('an evaluation error within a catcher ends the execution', async () => {
  const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $no %}', Next: 'T' }];
  const { result } = await play(
    { S: { ...invoke('f'), Catch, End: true }, T: end },
    {},
    throwing(named('E')),
  );
  assert.is(result.error, 'States.QueryEvaluationError');
});

const withoutCatch: [string, object][] = [
  ['a Pass', { ...end, Output: '{% $no %}' }],
  ['a Wait', { Type: 'Wait', Seconds: '{% $no %}', End: true }],
  ['a Wait until no time', { Type: 'Wait', Timestamp: "{% 'soon' %}", End: true }],
  ['a Choice', { Type: 'Choice', Choices: [{ Condition: '{% $no %}', Next: 'T' }], Default: 'T' }],
  ['a Choice on text', { Type: 'Choice', Choices: [{ Condition: "{% 'true' %}", Next: 'T' }], Default: 'T' }],
  ['a Succeed', { Type: 'Succeed', Output: '{% $no %}' }],
  ['a Fail', { Type: 'Fail', Error: '{% 1 %}' }],
];
for (const [what, state] of withoutCatch) {
  test(`an evaluation error in ${what} ends the execution`, async () => {
    const states = JSON.stringify(state).includes('"T"') ? { S: state, T: end } : { S: state };
    const { engine, executionArn, result } = await play(states);
    assert.is(result.error, 'States.QueryEvaluationError');
    assert.equal(typesOf(engine, executionArn).slice(-2), ['EvaluationFailed', 'ExecutionFailed']);
  });
}

test('no choice matched without a Default is an error of its own', async () => {
  const states = { S: { Type: 'Choice', Choices: [{ Condition: false, Next: 'T' }] }, T: end };
  assert.is((await play(states)).result.error, 'States.NoChoiceMatched');
});

test('F78: an injected evaluation error strikes one state once, in the field that was named', async () => {
  const { engine, clock } = (await play({ S: end })) as Awaited<ReturnType<typeof play>>;
  engine.faults.failEvaluation('Hit', 'Output');
  const { stateMachineArn } = engine.createStateMachine({
    name: 'faulty',
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Hit',
      States: { Hit: { ...end, Assign: { a: '{% 1 %}' }, Output: '{% 2 %}' } },
    },
  });
  const ran = [];
  for (const name of ['first', 'second']) {
    const { executionArn } = engine.startExecution({ stateMachineArn, name });
    await clock.settle();
    ran.push(engine.describeExecution({ executionArn }).status);
    ran.push(eventsOf(engine, executionArn, 'EvaluationFailed')[0]?.details?.location);
  }
  assert.equal(ran, ['FAILED', 'Output', 'SUCCEEDED', undefined]);
});

test.run();
