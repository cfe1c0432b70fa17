import { type Definition, isJsonRecord, type Json } from './definition.ts';
import { type Node, statesPath, treeOf } from './expressions.ts';
import { type Edge, edgesOf, isExpression } from './graph.ts';

export type Kind = 'number' | 'string' | 'any';
export type Known = ReadonlyMap<string, Kind>;

/** What is certain on every path into a state: variables assigned, keys of its input. */
export type KnownData = { variables: Known; input: Known };

/** By state name. */
export type DataFlow = ReadonlyMap<string, KnownData>;

/** What an expression does: whether it may throw, whether it always yields something, and what. */
export type Verdict = { throws: boolean; defined: boolean; kind: Kind };

const unknown: Verdict = { throws: true, defined: false, kind: 'any' };
const both = (a: Kind, b: Kind): Kind => (a === b ? a : 'any');
const yields = (kind: Kind): Verdict => ({ throws: false, defined: true, kind });

const lookUp = (known: Known, key: string): Verdict => {
  const kind = known.get(key);
  return { throws: false, defined: kind !== undefined, kind: kind ?? 'any' };
};

const judgePath = (node: Node, known: KnownData): Verdict => {
  const [root, key, ...deeper] = statesPath(node) ?? [];
  if (root === undefined) return unknown;
  if (root === 'input' && key !== undefined && deeper.length === 0) return lookUp(known.input, key);
  return { throws: false, defined: false, kind: 'any' };
};

const single = (node: Node['lhs']): Node | undefined => (Array.isArray(node) ? undefined : node);

const judgeBinary = (node: Node, known: KnownData): Verdict => {
  const left = judge(single(node.lhs), known);
  const right = judge(node.rhs, known);
  const throws = left.throws || right.throws;
  if (node.value === '=' || node.value === '!=') return { throws, defined: true, kind: 'any' };
  const numbers = [left, right].every(each => each.defined && each.kind === 'number');
  const kind: Kind = ['+', '-', '*'].includes(String(node.value)) ? 'number' : 'any';
  return { throws: throws || !numbers, defined: numbers, kind };
};

const existsOf = (node: Node | undefined): Node | undefined =>
  node?.type === 'function' && node.procedure?.value === 'exists' ? node.arguments?.[0] : undefined;

/** `$exists(x) ? x : …` is certain where `x` alone is not. */
const learn = (condition: Node | undefined, known: KnownData): KnownData => {
  const [root, key, ...deeper] = statesPath(existsOf(condition)) ?? [];
  if (root !== 'input' || key === undefined || deeper.length > 0) return known;
  return { ...known, input: new Map([[key, 'any' as Kind], ...known.input]) };
};

const judgeCondition = (node: Node, known: KnownData): Verdict => {
  const question = judge(node.condition, known);
  const yes = judge(node.then, learn(node.condition, known));
  const no = judge(node.else, known);
  return {
    throws: question.throws || yes.throws || no.throws,
    defined: yes.defined && no.defined,
    kind: both(yes.kind, no.kind),
  };
};

export const judge = (node: Node | undefined, known: KnownData): Verdict => {
  switch (node?.type) {
    case 'string':
    case 'number':
      return yields(node.type);
    case 'value':
      return yields('any');
    case 'variable':
      return node.value === 'states' ? unknown : lookUp(known.variables, String(node.value));
    case 'path':
      return judgePath(node, known);
    case 'binary':
      return judgeBinary(node, known);
    case 'condition':
      return judgeCondition(node, known);
    case 'function': {
      const asked = existsOf(node);
      return asked === undefined ? unknown : { ...yields('any'), throws: judge(asked, known).throws };
    }
    default:
      return unknown;
  }
};

const kindOf = (value: Json | undefined, known: KnownData): Kind => {
  if (isExpression(value)) return judge(treeOf(value.slice(2, -2)), known).kind;
  return typeof value === 'number' || typeof value === 'string' ? (typeof value as Kind) : 'any';
};

const kindsOf = (record: Readonly<Record<string, Json>>, known: KnownData): [string, Kind][] =>
  Object.entries(record).map(([key, value]) => [key, kindOf(value, known)]);

const inputAfter = (edge: Edge, known: KnownData, isTask: boolean): Known => {
  if (isJsonRecord(edge.output)) return new Map(kindsOf(edge.output, known));
  if (edge.output !== undefined) return new Map();
  if (edge.how === 'catch') {
    return new Map<string, Kind>([
      ['Error', 'string'],
      ['Cause', 'string'],
    ]);
  }
  return isTask ? new Map() : known.input;
};

const over = (machine: Definition, edge: Edge, known: KnownData): KnownData => ({
  variables: new Map([...known.variables, ...kindsOf(edge.assign, known)]),
  input: inputAfter(edge, known, machine.States[edge.from]?.Type === 'Task'),
});

const meet = (a: Known, b: Known): Known =>
  new Map(
    [...a].flatMap(([key, kind]): [string, Kind][] => {
      const other = b.get(key);
      return other === undefined ? [] : [[key, both(kind, other)]];
    }),
  );

const same = (a: Known, b: Known) => a.size === b.size && [...a].every(([key, kind]) => b.get(key) === kind);

/** `input`: the keys of the execution's own input. States that cannot be reached are not in it. */
export const dataFlowOf = (machine: Definition, input: readonly string[]): DataFlow => {
  const first: KnownData = { variables: new Map(), input: new Map(input.map(key => [key, 'any'])) };
  const flow = new Map<string, KnownData>([[machine.StartAt, first]]);
  const edges = edgesOf(machine);
  for (let changed = true; changed; ) {
    changed = false;
    for (const edge of edges) {
      const before = flow.get(edge.from);
      if (before === undefined || edge.to.startsWith(':')) continue;
      const arriving = over(machine, edge, before);
      const old = flow.get(edge.to);
      const now =
        old === undefined
          ? arriving
          : { variables: meet(old.variables, arriving.variables), input: meet(old.input, arriving.input) };
      if (old !== undefined && same(old.variables, now.variables) && same(old.input, now.input)) continue;
      flow.set(edge.to, now);
      changed = true;
    }
  }
  return flow;
};
