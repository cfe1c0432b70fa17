import * as z from 'zod';
import type { Engine } from './engine.ts';
import { InvalidDefinitionError, StatesApiError } from './errors.ts';
import { loadMachine } from './load/load.ts';
import { page } from './wire-pages.ts';

export type Action = (engine: Engine, body: unknown) => object | undefined;

/** Unknown members are refused: what this engine would ignore must not look as if it worked. */
const action =
  <Shape extends z.ZodRawShape>(
    shape: Shape,
    run: (engine: Engine, request: z.infer<z.ZodObject<Shape, z.core.$strict>>) => object | undefined,
  ): Action =>
  (engine, body) => {
    const parsed = z.strictObject(shape).safeParse(body);
    if (parsed.success) return run(engine, parsed.data);
    const issue = parsed.error.issues[0];
    throw new StatesApiError(
      'ValidationException',
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  };

const text = z.string();
const optional = z.string().optional();
const paging = { maxResults: z.int().min(0).max(1000).optional(), nextToken: optional };
const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional();
const standard = z.literal('STANDARD').optional();
/** Accepted and ignored: they do not change how a machine runs. */
const observing = {
  loggingConfiguration: z.unknown().optional(),
  tracingConfiguration: z.unknown().optional(),
  tags: z.unknown().optional(),
};

const diagnose = (definition: string) => {
  try {
    loadMachine(definition);
    return { result: 'OK', diagnostics: [], truncated: false };
  } catch (error) {
    if (!(error instanceof InvalidDefinitionError)) throw error;
    const diagnostics = error.problems.map(({ location, message }) => ({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message,
      location,
    }));
    return { result: 'FAIL', diagnostics, truncated: false };
  }
};

const shownMachine = (engine: Engine, stateMachineArn: string) => {
  const { machine: _, ...shown } = engine.describeStateMachine({ stateMachineArn });
  return {
    ...shown,
    loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
    tracingConfiguration: { enabled: false },
  };
};

const machineActions: Record<string, Action> = {
  CreateStateMachine: action(
    { name: text, definition: text, roleArn: text, type: standard, ...observing },
    (engine, { name, definition, roleArn }) => engine.createStateMachine({ name, definition, roleArn }),
  ),
  UpdateStateMachine: action(
    { stateMachineArn: text, definition: optional, roleArn: optional, ...observing },
    (engine, { stateMachineArn, definition, roleArn }) =>
      engine.updateStateMachine({ stateMachineArn, definition, roleArn }),
  ),
  DeleteStateMachine: action({ stateMachineArn: text }, (engine, request) => {
    engine.deleteStateMachine(request);
    return undefined;
  }),
  DescribeStateMachine: action({ stateMachineArn: text }, (engine, { stateMachineArn }) =>
    shownMachine(engine, stateMachineArn),
  ),
  ListStateMachines: action(paging, (engine, request) => {
    const { items, ...rest } = page(engine.listStateMachines(), request);
    const stateMachines = items.map(({ stateMachineArn, name, type, creationDate }) => ({
      stateMachineArn,
      name,
      type,
      creationDate,
    }));
    return { stateMachines, ...rest };
  }),
  ValidateStateMachineDefinition: action({ definition: text, type: standard }, (_, { definition }) =>
    diagnose(definition),
  ),
};

const executionActions: Record<string, Action> = {
  StartExecution: action(
    { stateMachineArn: text, name: optional, input: optional, traceHeader: optional },
    (engine, { stateMachineArn, name, input }) => engine.startExecution({ stateMachineArn, name, input }),
  ),
  StopExecution: action({ executionArn: text, error: optional, cause: optional }, (engine, request) =>
    engine.stopExecution(request),
  ),
  DescribeExecution: action({ executionArn: text }, (engine, request) => engine.describeExecution(request)),
  GetExecutionHistory: action(
    {
      executionArn: text,
      reverseOrder: z.boolean().optional(),
      includeExecutionData: z.boolean().optional(),
      ...paging,
    },
    (engine, { executionArn, includeExecutionData, reverseOrder, ...request }) => {
      const { events } = engine.getExecutionHistory({ executionArn, includeExecutionData });
      const { items, ...rest } = page(reverseOrder ? events.reverse() : events, request);
      return { events: items, ...rest };
    },
  ),
  ListExecutions: action(
    { stateMachineArn: text, statusFilter: status, ...paging },
    (engine, { stateMachineArn, statusFilter, ...request }) => {
      const { executions } = engine.listExecutions({ stateMachineArn, statusFilter });
      const { items, ...rest } = page(executions, request);
      const shown = items.map(({ executionArn, name, status, startDate, stopDate, redriveCount }) => ({
        executionArn,
        stateMachineArn,
        name,
        status,
        startDate,
        stopDate,
        redriveCount,
      }));
      return { executions: shown, ...rest };
    },
  ),
};

const tokenActions: Record<string, Action> = {
  SendTaskSuccess: action({ taskToken: text, output: text }, (engine, request) => {
    engine.sendTaskSuccess(request);
    return undefined;
  }),
  SendTaskFailure: action({ taskToken: text, error: optional, cause: optional }, (engine, request) => {
    engine.sendTaskFailure(request);
    return undefined;
  }),
  SendTaskHeartbeat: action({ taskToken: text }, (engine, request) => {
    engine.sendTaskHeartbeat(request);
    return undefined;
  }),
};

export const actions: Record<string, Action> = { ...machineActions, ...executionActions, ...tokenActions };
