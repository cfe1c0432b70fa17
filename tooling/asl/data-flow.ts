import { type Definition, isJsonRecord, type Json } from './definition.ts';
import { type Node, statesPath, treeOf } from './expressions.ts';
import { type Edge, edgesOf, isExpression } from './graph.ts';

export type Kind = 'number' | 'string' | 'any';
export type Known = ReadonlyMap<string, Kind>;

/** What is certain on every path into a state: variables assigned, keys of its input. */
export type Facts = { variables: Known; input: Known };

/** What an expression does: whether it may throw, whether it always yields something, and what. */
export type Verdict = { throws: boolean; defined: boolean; kind: Kind };

const unknown: Verdict = { throws: true, defined: false, kind: 'any' };
const both = (a: Kind, b: Kind): Kind => (a === b ? a : 'any');
const yields = (kind: Kind): Verdict => ({ throws: false, defined: true, kind });

const lookUp = (known: Known, key: string): Verdict => {
  const kind = known.get(key);
  return { throws: false, defined: kind !== undefined, kind: kind ?? 'any' };
};

const judgePath = (node: Node, facts: Facts): Verdict => {
  const [root, key, ...deeper] = statesPath(node) ?? [];
  if (root === undefined) return unknown;
  if (root === 'input' && key !== undefined && deeper.length === 0) return lookUp(facts.input, key);
  return { throws: false, defined: false, kind: 'any' };
};

const single = (node: Node['lhs']): Node | undefined => (Array.isArray(node) ? undefined : node);

const judgeBinary = (node: Node, facts: Facts): Verdict => {
  const left = judge(single(node.lhs), facts);
  const right = judge(node.rhs, facts);
  const throws = left.throws || right.throws;
  if (node.value === '=' || node.value === '!=') return { throws, defined: true, kind: 'any' };
  const numbers = [left, right].every(each => each.defined && each.kind === 'number');
  const kind: Kind = ['+', '-', '*'].includes(String(node.value)) ? 'number' : 'any';
  return { throws: throws || !numbers, defined: numbers, kind };
};

const existsOf = (node: Node | undefined): Node | undefined =>
  node?.type === 'function' && node.procedure?.value === 'exists' ? node.arguments?.[0] : undefined;

/** `$exists(x) ? x : …` is certain where `x` alone is not. */
const learn = (condition: Node | undefined, facts: Facts): Facts => {
  const [root, key, ...deeper] = statesPath(existsOf(condition)) ?? [];
  if (root !== 'input' || key === undefined || deeper.length > 0) return facts;
  return { ...facts, input: new Map([[key, 'any' as Kind], ...facts.input]) };
};

const judgeCondition = (node: Node, facts: Facts): Verdict => {
  const question = judge(node.condition, facts);
  const yes = judge(node.then, learn(node.condition, facts));
  const no = judge(node.else, facts);
  return {
    throws: question.throws || yes.throws || no.throws,
    defined: yes.defined && no.defined,
    kind: both(yes.kind, no.kind),
  };
};

export const judge = (node: Node | undefined, facts: Facts): Verdict => {
  switch (node?.type) {
    case 'string':
    case 'number':
      return yields(node.type);
    case 'value':
      return yields('any');
    case 'variable':
      return node.value === 'states' ? unknown : lookUp(facts.variables, String(node.value));
    case 'path':
      return judgePath(node, facts);
    case 'binary':
      return judgeBinary(node, facts);
    case 'condition':
      return judgeCondition(node, facts);
    case 'function': {
      const asked = existsOf(node);
      return asked === undefined ? unknown : { ...yields('any'), throws: judge(asked, facts).throws };
    }
    default:
      return unknown;
  }
};

const kindOf = (value: Json | undefined, facts: Facts): Kind => {
  if (isExpression(value)) return judge(treeOf(value.slice(2, -2)), facts).kind;
  return typeof value === 'number' || typeof value === 'string' ? (typeof value as Kind) : 'any';
};

const kindsOf = (record: Readonly<Record<string, Json>>, facts: Facts): [string, Kind][] =>
  Object.entries(record).map(([key, value]) => [key, kindOf(value, facts)]);

const inputAfter = (edge: Edge, facts: Facts, isTask: boolean): Known => {
  if (isJsonRecord(edge.output)) return new Map(kindsOf(edge.output, facts));
  if (edge.output !== undefined) return new Map();
  if (edge.how === 'catch') {
    return new Map<string, Kind>([
      ['Error', 'string'],
      ['Cause', 'string'],
    ]);
  }
  return isTask ? new Map() : facts.input;
};

const over = (machine: Definition, edge: Edge, facts: Facts): Facts => ({
  variables: new Map([...facts.variables, ...kindsOf(edge.assign, facts)]),
  input: inputAfter(edge, facts, machine.States[edge.from]?.Type === 'Task'),
});

const meet = (a: Known, b: Known): Known =>
  new Map(
    [...a].flatMap(([key, kind]): [string, Kind][] => {
      const other = b.get(key);
      return other === undefined ? [] : [[key, both(kind, other)]];
    }),
  );

const same = (a: Known, b: Known) => a.size === b.size && [...a].every(([key, kind]) => b.get(key) === kind);

/** `input`: the keys of the execution's own input. States that cannot be reached have no facts. */
export const factsOf = (machine: Definition, input: readonly string[]): Map<string, Facts> => {
  const first: Facts = { variables: new Map(), input: new Map(input.map(key => [key, 'any'])) };
  const facts = new Map<string, Facts>([[machine.StartAt, first]]);
  const edges = edgesOf(machine);
  for (let changed = true; changed; ) {
    changed = false;
    for (const edge of edges) {
      const before = facts.get(edge.from);
      if (before === undefined || edge.to.startsWith(':')) continue;
      const arriving = over(machine, edge, before);
      const old = facts.get(edge.to);
      const now =
        old === undefined
          ? arriving
          : { variables: meet(old.variables, arriving.variables), input: meet(old.input, arriving.input) };
      if (old !== undefined && same(old.variables, now.variables) && same(old.input, now.input)) continue;
      facts.set(edge.to, now);
      changed = true;
    }
  }
  return facts;
};
