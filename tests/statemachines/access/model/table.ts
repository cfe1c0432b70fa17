import type { Json } from '../../../../tooling/asl/definition.ts';

type Attribute = { S: string } | { L: { S: string }[] };
export type Item = Record<string, string | string[] | undefined>;

const attribute = (value: string | string[]): Attribute =>
  typeof value === 'string' ? { S: value } : { L: value.map(S => ({ S })) };

const failure = (message: string) =>
  Object.assign(new Error(message), { name: 'ConditionalCheckFailedException' });

type Call = {
  ConditionExpression?: string;
  UpdateExpression?: string;
  ProjectionExpression?: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, { S: string }>;
};

const nameIn = (call: Call, alias: string) => {
  const name = call.ExpressionAttributeNames[alias];
  if (name === undefined) throw new Error(`No name for ${alias}`);
  return name;
};

const valueIn = (call: Call, alias: string) => {
  const value = call.ExpressionAttributeValues?.[alias]?.S;
  if (value === undefined) throw new Error(`No value for ${alias}`);
  return value;
};

const holds = (item: Item, call: Call, clause: string): boolean => {
  const missing = /^attribute_not_exists\((#\w+)\)$/.exec(clause);
  if (missing?.[1] !== undefined) return item[nameIn(call, missing[1])] === undefined;
  const equal = /^(#\w+) = (#\w+|:\w+)$/.exec(clause);
  if (equal?.[1] === undefined || equal[2] === undefined) throw new Error(`Cannot read the clause ${clause}`);
  const right = equal[2].startsWith(':') ? valueIn(call, equal[2]) : item[nameIn(call, equal[2])];
  return item[nameIn(call, equal[1])] === right;
};

/** Just the DynamoDB that the machine itself calls: equality, `attribute_not_exists`, SET of one, REMOVE of one. */
export const updateItem = (item: Item, args: Record<string, Json>): object => {
  // The contract's schema has been applied before.
  const call = args as unknown as Call;
  const clauses = call.ConditionExpression?.split(' AND ') ?? [];
  if (!clauses.every(clause => holds(item, call, clause))) throw failure('The conditional request failed');
  const set = /^SET (#\w+) = (:\w+)$/.exec(call.UpdateExpression ?? '');
  const remove = /^REMOVE (#\w+)$/.exec(call.UpdateExpression ?? '');
  if (set?.[1] !== undefined && set[2] !== undefined) item[nameIn(call, set[1])] = valueIn(call, set[2]);
  else if (remove?.[1] !== undefined) delete item[nameIn(call, remove[1])];
  else throw new Error(`Cannot read the update ${call.UpdateExpression}`);
  return {};
};

export const getItem = (item: Item, args: Record<string, Json>): object => {
  const call = args as unknown as Call;
  const wanted = (call.ProjectionExpression ?? '').split(', ').map(alias => nameIn(call, alias));
  const found = wanted.flatMap(name => {
    const value = item[name];
    return value === undefined ? [] : [[name, attribute(value)]];
  });
  return { Item: Object.fromEntries(found) };
};
