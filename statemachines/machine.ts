import type { Contract, StateOf } from './contract.ts';
import { capital, type LambdaName, type TableName } from './names.ts';

type State = { Type: string; Comment?: string; Resource?: string; Arguments?: object };
type Runs<Name extends string, C extends Contract> = Readonly<Partial<Record<Name, readonly StateOf<C>[]>>>;

/** A state machine, and the Lambdas and tables that its states use. */
export type Machine<C extends Contract = Contract> = {
  /** `curfew-<stage>-<name>` in AWS. */
  name: string;
  /** The file, with placeholders for Lambdas and tables: `${OpenFunctionArn}`, `${RequestsTable}`. */
  definition: { States: Readonly<Record<string, State>> };
  contract: C;
  /** Which Lambda runs which Task states. */
  lambdas: Runs<LambdaName, C>;
  /** Which Task states call DynamoDB without a Lambda, by table. */
  tables: Runs<TableName, C>;
  /** The keys of an execution's input. */
  input: readonly string[];
};

// Written by hand above, so their keys are of these names.
/** Names of the Lambdas that run some of its states. */
export const lambdasOf = ({ lambdas }: Machine) => Object.keys(lambdas) as LambdaName[];
/** Names of the tables that some of its states call themselves. */
export const tablesOf = ({ tables }: Machine) => Object.keys(tables) as TableName[];

const lambdaPlaceholder = (name: LambdaName): string => `${capital(name)}FunctionArn`;
const tablePlaceholder = (name: TableName): string => `${capital(name)}Table`;

/** Placeholder of the definition → the value that replaces it. */
export const substitutionsOf = <Value>(
  machine: Machine,
  values: { lambda: (name: LambdaName) => Value; table: (name: TableName) => Value },
): Record<string, Value> =>
  Object.fromEntries([
    ...lambdasOf(machine).map(name => [lambdaPlaceholder(name), values.lambda(name)]),
    ...tablesOf(machine).map(name => [tablePlaceholder(name), values.table(name)]),
  ]);

type Listed = { state: string; placeholder: string };

const listed = (machine: Machine): Listed[] => [
  ...lambdasOf(machine).flatMap(name =>
    (machine.lambdas[name] ?? []).map(state => ({ state, placeholder: lambdaPlaceholder(name) })),
  ),
  ...tablesOf(machine).flatMap(name =>
    (machine.tables[name] ?? []).map(state => ({ state, placeholder: tablePlaceholder(name) })),
  ),
];

const calledBy = ({ Arguments: given = {} }: State): unknown => {
  if ('FunctionName' in given) return given.FunctionName;
  return 'TableName' in given ? given.TableName : undefined;
};

const faultsOfTask = (machine: Machine, name: string, task: State): string[] => {
  if (!Object.hasOwn(machine.contract, name)) return [`the state ${name} has no contract`];
  const entries = listed(machine).filter(({ state }) => state === name);
  const [entry] = entries;
  if (entry === undefined) return [`no Lambda and no table is listed for the state ${name}`];
  if (entries.length > 1) return [`the state ${name} is listed more than once`];
  const { placeholder } = entry;
  return calledBy(task) === `\${${placeholder}}` ? [] : [`the state ${name} does not call ${placeholder}`];
};

/** Why a machine cannot run on what is listed for it; `[]`: it can. */
export const faultsOf = (machine: Machine): string[] => {
  const tasks = Object.entries(machine.definition.States).filter(([, { Type }]) => Type === 'Task');
  const isTask = (name: string) => tasks.some(([each]) => each === name);
  const named = new Set([...Object.keys(machine.contract), ...listed(machine).map(({ state }) => state)]);
  return [
    ...tasks.flatMap(([name, task]) => faultsOfTask(machine, name, task)),
    ...[...named].filter(name => !isTask(name)).map(name => `${name} is no Task of the definition`),
  ];
};

/** The machine, if it can run on what is listed for it. Throws with its name and what is wrong. */
export const checked = <M extends Machine>(machine: M): M => {
  const [fault] = faultsOf(machine);
  if (fault !== undefined) throw new Error(`The state machine ${machine.name}: ${fault}.`);
  return machine;
};
