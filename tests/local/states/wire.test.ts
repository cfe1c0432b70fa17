import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createWireHandler } from '../../../local/states/wire.ts';
import { invokeWithToken, machineOf, setUp, start } from './support.ts';

const test = suite('wire');
const tokens: string[] = [];
const { engine, clock } = setUp({
  functions: { keep: ({ token }: { token: string }) => void tokens.push(token) },
});
const handler = createWireHandler(engine);
const server = createServer((request, response) => void handler(request, response));
let client: SFNClient;

const waiting = JSON.stringify(machineOf({ Wait: { ...invokeWithToken('keep'), End: true } }));
const roleArn = 'arn:aws:iam::111111111111:role/states';
const machine = async (name: string, definition = waiting) => {
  const { stateMachineArn = '' } = await client.send(
    new CreateStateMachineCommand({ name, definition, roleArn }),
  );
  return stateMachineArn;
};
const begin = async (stateMachineArn: string, name: string, input = '{"a":1}') => {
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input }),
  );
  await clock.settle();
  return executionArn;
};
const refused = async (sending: Promise<unknown>, name: string) => {
  try {
    await sending;
  } catch (error) {
    assert.is((error as Error).name, name, String(error));
    return;
  }
  assert.unreachable(`${name} was expected`);
};

test.before(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
test.after(() => {
  client.destroy();
  server.close();
});

test('an execution is started, answered and described by the SDK client', async () => {
  const executionArn = await begin(await machine('answered'), 'r-1');
  const taskToken = tokens.at(-1) ?? '';
  await client.send(new SendTaskHeartbeatCommand({ taskToken }));
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"ok":true}' }));
  await clock.settle();
  const description = await client.send(new DescribeExecutionCommand({ executionArn }));
  assert.is(description.status, 'SUCCEEDED');
  assert.is(description.output, '{"ok":true}');
  assert.is(description.startDate?.getTime(), start);
});

test('a token is failed by the SDK client', async () => {
  const executionArn = await begin(await machine('failed'), 'r-1');
  const failure = { taskToken: tokens.at(-1) ?? '', error: 'Denied', cause: 'because' };
  await client.send(new SendTaskFailureCommand(failure));
  await clock.settle();
  const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
  assert.equal({ status, error, cause }, { status: 'FAILED', error: 'Denied', cause: 'because' });
});

test('history comes in pages, in either direction, with its times as dates', async () => {
  const executionArn = await begin(await machine('history'), 'r-1');
  const first = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3 }));
  const rest = await client.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 3, nextToken: first.nextToken }),
  );
  assert.equal(
    [...(first.events ?? []), ...(rest.events ?? [])].map(event => event.id),
    [1, 2, 3, 4, 5],
  );
  assert.is(rest.nextToken, undefined);
  assert.is(first.events?.[0]?.timestamp?.getTime(), start);
  const back = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  assert.equal(
    back.events?.map(event => event.id),
    [5, 4, 3, 2, 1],
  );
});

test('history can be had without its data', async () => {
  const executionArn = await begin(await machine('bare'), 'r-1');
  const { events } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
  );
  const scheduled = events?.find(event => event.type === 'TaskScheduled')?.taskScheduledEventDetails;
  assert.is(scheduled?.resource, 'invoke.waitForTaskToken');
  assert.is(scheduled?.parameters, undefined);
});

test('executions are listed latest first, by status and in pages', async () => {
  const stateMachineArn = await machine('listed');
  for (const name of ['a', 'b', 'c']) await begin(stateMachineArn, name);
  await client.send(
    new StopExecutionCommand({ executionArn: await begin(stateMachineArn, 'd'), error: 'E', cause: 'C' }),
  );
  const running = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  assert.equal(
    running.executions?.map(each => each.name),
    ['c', 'b', 'a'],
  );
  const first = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
  assert.equal(
    first.executions?.map(each => [each.name, each.status]),
    [['d', 'ABORTED']],
  );
  assert.type(first.nextToken, 'string');
});

test('machines are listed, described, updated and deleted', async () => {
  const stateMachineArn = await machine('managed');
  const other = JSON.stringify(machineOf({ P: { Type: 'Pass', End: true } }));
  await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: other }));
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  assert.is(described.definition, other);
  assert.is(described.type, 'STANDARD');
  const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
  assert.ok(stateMachines?.some(each => each.name === 'managed'));
  await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await refused(
    client.send(new DescribeStateMachineCommand({ stateMachineArn })),
    'StateMachineDoesNotExist',
  );
});

test('a definition is validated with a diagnosis that names the place', async () => {
  const definition = JSON.stringify(machineOf({ P: { Type: 'Pass' } }));
  const { result, diagnostics } = await client.send(
    new ValidateStateMachineDefinitionCommand({ definition }),
  );
  assert.is(result, 'FAIL');
  assert.is(diagnostics?.[0]?.location, '/States/P');
});

test('errors arrive under the names of the service', async () => {
  const stateMachineArn = await machine('errors');
  const executionArn = await begin(stateMachineArn, 'r-1');
  const start = (more: object) => client.send(new StartExecutionCommand({ stateMachineArn, ...more }));
  const taskToken = tokens.at(-1) ?? '';
  await refused(start({ name: 'r-1', input: '{"b":2}' }), 'ExecutionAlreadyExists');
  await refused(start({ name: 'a b' }), 'InvalidName');
  await refused(start({ name: 'r-2', input: '{' }), 'InvalidExecutionInput');
  await refused(start({ stateMachineArn: `${stateMachineArn}x` }), 'StateMachineDoesNotExist');
  await refused(start({ stateMachineArn: 'machine' }), 'InvalidArn');
  await refused(
    client.send(new DescribeExecutionCommand({ executionArn: `${executionArn}x` })),
    'ExecutionDoesNotExist',
  );
  await refused(machine('broken', JSON.stringify(machineOf({ P: {} }))), 'InvalidDefinition');
  await refused(client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '{}' })), 'InvalidToken');
  await refused(client.send(new SendTaskSuccessCommand({ taskToken, output: '{' })), 'InvalidOutput');
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
  await refused(client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })), 'TaskTimedOut');
});

test('what the engine does not know is refused, not ignored', async () => {
  await refused(client.send(new ListActivitiesCommand({})), 'UnknownOperationException');
  const published = { name: 'published', definition: waiting, roleArn, publish: true };
  await refused(client.send(new CreateStateMachineCommand(published)), 'ValidationException');
});

test.run();
