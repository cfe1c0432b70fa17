import { checkArn, checkName, executionArn, type Place } from './arns.ts';
import { describe, type ExecutionDescription } from './description.ts';
import { StatesApiError } from './errors.ts';
import type { EndExecution, Execution, ExecutionStatus } from './execution.ts';
import { append, type HistoryEvent, showEvent } from './history.ts';
import { fromText, isTooLarge } from './json.ts';
import type { Machines, StateMachine } from './machines.ts';
import { runExecution } from './run/execution.ts';
import type { Host } from './run/host.ts';
import { createScope } from './run/scope.ts';

export interface Executions {
  /**
   * `input` is JSON text, default `{}`. Same name and input while it runs: the same execution. Throws
   * `ExecutionAlreadyExists`, `InvalidName`, `InvalidExecutionInput`, `StateMachineDoesNotExist`.
   */
  startExecution(request: {
    stateMachineArn: string;
    name?: string | undefined;
    input?: string | undefined;
  }): { executionArn: string; startDate: Date };
  stopExecution(request: { executionArn: string; error?: string | undefined; cause?: string | undefined }): {
    stopDate: Date;
  };
  describeExecution(request: { executionArn: string }): ExecutionDescription;
  getExecutionHistory(request: { executionArn: string; includeExecutionData?: boolean | undefined }): {
    events: HistoryEvent[];
  };
  /** Latest first. */
  listExecutions(request: { stateMachineArn: string; statusFilter?: ExecutionStatus | undefined }): {
    executions: ExecutionDescription[];
  };
  /** The live record: current state, transitions, stored events. */
  execution(executionArn: string): Execution;
}

interface Needs {
  readonly place: Place;
  readonly host: Host;
  readonly machines: Machines;
  readonly all: Map<string, Execution>;
  readonly onStatusChange: (execution: Execution) => void;
}

const checkInput = (input: string) => {
  if (isTooLarge(input)) {
    throw new StatesApiError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'Input is too large'`,
    );
  }
  try {
    return fromText(input);
  } catch (error) {
    throw new StatesApiError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
};

type Named = Pick<Execution, 'arn' | 'name' | 'input'>;

const create = (needs: Needs, machine: StateMachine, { arn, name, input }: Named): Execution => {
  const startedAt = needs.host.clock.now();
  return {
    arn,
    name,
    stateMachineArn: machine.stateMachineArn,
    stateMachineName: machine.name,
    machine: machine.machine,
    input,
    startedAt,
    context: {
      Execution: {
        Id: arn,
        Input: checkInput(input),
        Name: name,
        RoleArn: machine.roleArn,
        StartTime: new Date(startedAt).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: machine.stateMachineArn, Name: machine.name },
    },
    events: [],
    scope: createScope(),
    status: 'RUNNING',
    currentState: undefined,
    transitions: 0,
    tokens: 0,
  };
};

const details = (error: string | undefined, cause: string | undefined) => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});

const ender =
  ({ host, onStatusChange }: Needs): EndExecution =>
  (execution, status, { previous, type }, { output, error, cause }) => {
    if (execution.status !== 'RUNNING') return;
    const at = host.clock.now();
    execution.status = status;
    execution.stoppedAt = at;
    if (output !== undefined) execution.output = output;
    Object.assign(execution, details(error, cause));
    const shown =
      output === undefined ? details(error, cause) : { output, outputDetails: { truncated: false } };
    const event = append(execution, { at, previousEventId: previous, type, details: shown });
    execution.scope.stop();
    host.onEvent(execution, event);
    onStatusChange(execution);
  };

export const createExecutions = (needs: Needs): Executions => {
  const { host, machines, all, place } = needs;
  const end = ender(needs);

  const find = (arn: string): Execution => {
    const found = all.get(checkArn(arn, 'execution'));
    if (found !== undefined) return found;
    throw new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  };

  const same = (existing: Execution, input: string) => {
    if (existing.status === 'RUNNING' && existing.input === input) return existing;
    throw new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
  };

  const begin = (execution: Execution) => {
    all.set(execution.arn, execution);
    const { context, input } = execution;
    const { RoleArn: roleArn } = context.Execution as { RoleArn: string };
    const event = append(execution, {
      at: host.clock.now(),
      previousEventId: 0,
      type: 'ExecutionStarted',
      details: { input, inputDetails: { truncated: false }, roleArn },
    });
    host.onEvent(execution, event);
    needs.onStatusChange(execution);
    runExecution(host, execution, end);
    return execution;
  };

  return {
    startExecution: ({ stateMachineArn, name = host.newId(), input = '{}' }) => {
      const machine = machines.describeStateMachine({ stateMachineArn });
      const arn = executionArn(place, machine.name, checkName(name));
      const existing = all.get(arn);
      const execution = existing
        ? same(existing, input)
        : begin(create(needs, machine, { arn, name, input }));
      return { executionArn: execution.arn, startDate: new Date(execution.startedAt) };
    },
    stopExecution: ({ executionArn: arn, error, cause }) => {
      const execution = find(arn);
      end(execution, 'ABORTED', { previous: 0, type: 'ExecutionAborted' }, { error, cause });
      return { stopDate: new Date(execution.stoppedAt ?? host.clock.now()) };
    },
    describeExecution: ({ executionArn: arn }) => describe(find(arn)),
    getExecutionHistory: ({ executionArn: arn, includeExecutionData }) => ({
      events: find(arn).events.map(event => showEvent(event, includeExecutionData)),
    }),
    listExecutions: ({ stateMachineArn, statusFilter }) => {
      machines.describeStateMachine({ stateMachineArn });
      return {
        executions: Array.from(all.values())
          .filter(each => each.stateMachineArn === stateMachineArn)
          .filter(each => statusFilter === undefined || each.status === statusFilter)
          .reverse()
          .map(describe),
      };
    },
    execution: find,
  };
};
