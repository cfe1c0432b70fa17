import * as z from 'zod';

/**
 * A state machine as its file says it, in JSONata. Only what our files use: any other field or state type is
 * refused, so that no analysis here overlooks it.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
const anything = z.json();
const assign = z.record(z.string(), anything);
const count = z.number();
const seconds = z.union([z.number(), z.string()]);
const errors = z.array(z.string()).min(1);

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errors,
  IntervalSeconds: count.optional(),
  BackoffRate: count.optional(),
  MaxAttempts: count.optional(),
  MaxDelaySeconds: count.optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});

const leaving = { Output: anything.optional(), Assign: assign.optional() };
const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errors,
  Next: z.string(),
  ...leaving,
});
const rule = z.strictObject({
  Comment: z.string().optional(),
  Condition: z.union([z.string(), z.boolean()]),
  Next: z.string(),
  ...leaving,
});

const moving = { Next: z.string().optional(), End: z.literal(true).optional(), ...leaving };
const comment = { Comment: z.string().optional() };

const state = z.discriminatedUnion('Type', [
  z.strictObject({
    Type: z.literal('Task'),
    ...comment,
    Resource: z.string(),
    Arguments: assign,
    TimeoutSeconds: seconds.optional(),
    HeartbeatSeconds: seconds.optional(),
    Retry: z.array(retrier).optional(),
    Catch: z.array(catcher).optional(),
    ...moving,
  }),
  z.strictObject({
    Type: z.literal('Choice'),
    ...comment,
    Choices: z.array(rule),
    Default: z.string().optional(),
    ...leaving,
  }),
  z.strictObject({
    Type: z.literal('Wait'),
    ...comment,
    Seconds: seconds.optional(),
    Timestamp: z.string().optional(),
    ...moving,
  }),
  z.strictObject({ Type: z.literal('Pass'), ...comment, ...moving }),
  z.strictObject({ Type: z.literal('Succeed'), ...comment, Output: anything.optional() }),
  z.strictObject({
    Type: z.literal('Fail'),
    ...comment,
    Error: z.string().optional(),
    Cause: z.string().optional(),
  }),
]);

const definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata'),
  StartAt: z.string(),
  States: z.record(z.string(), state),
  TimeoutSeconds: z.number().optional(),
});

export type Json = z.infer<typeof anything>;
export type Definition = z.infer<typeof definition>;
export type State = z.infer<typeof state>;
export type StateOf<Type extends State['Type']> = Extract<State, { Type: Type }>;
export type TaskState = StateOf<'Task'>;
export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;
export type Rule = z.infer<typeof rule>;

/** JSON text → definition. Throws a `ZodError` or `SyntaxError` that says where it is not one. */
export const parseDefinition = (text: string): Definition => definition.parse(JSON.parse(text));

export const stateOf = (machine: Definition, name: string): State => {
  const found = machine.States[name];
  if (found === undefined) throw new Error(`The machine has no state '${name}'`);
  return found;
};

export const taskOf = (machine: Definition, name: string): TaskState => {
  const found = stateOf(machine, name);
  if (found.Type !== 'Task') throw new Error(`'${name}' is a ${found.Type}, not a Task`);
  return found;
};

export const tasksOf = (machine: Definition): [name: string, task: TaskState][] =>
  Object.entries(machine.States).flatMap(([name, each]) => (each.Type === 'Task' ? [[name, each]] : []));

export const isText = (value: Json | undefined): value is string => typeof value === 'string';
export const isJsonRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
