import jsonata from 'jsonata';

/** The parts of JSONata's syntax tree that the analysis looks at; its own types leave most of them out. */
export type Node = {
  type: string;
  value?: unknown;
  steps?: Node[];
  arguments?: Node[];
  procedure?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  lhs?: Node | Node[][];
  rhs?: Node;
  expressions?: Node[];
};

const trees = new Map<string, Node>();

/** The text between `{%` and `%}` → its tree. Throws JSONata's own error for bad syntax. */
export const treeOf = (text: string): Node => {
  const known = trees.get(text);
  if (known !== undefined) return known;
  // jsonata's ExprNode types only a part of what `ast()` returns.
  const tree = jsonata(text).ast() as unknown as Node;
  trees.set(text, tree);
  return tree;
};

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** The node and everything below it. */
export const walk = (node: unknown): Node[] => {
  if (Array.isArray(node)) return node.flatMap(walk);
  if (!isNode(node)) return [];
  return [node, ...Object.values(node).flatMap(walk)];
};

const boundIn = (nodes: readonly Node[]): Set<unknown> =>
  new Set(
    nodes.flatMap(node => {
      if (node.type === 'bind' && isNode(node.lhs) && !Array.isArray(node.lhs)) return [node.lhs.value];
      if (node.type === 'lambda') return (node.arguments ?? []).map(each => each.value);
      return [];
    }),
  );

const remembered = <T>(look: (text: string) => T): ((text: string) => T) => {
  const known = new Map<string, T>();
  return text => {
    const found = known.get(text) ?? look(text);
    known.set(text, found);
    return found;
  };
};

/** Names called as functions: `$exists(…)` → `exists`. */
export const functionsIn = remembered((text): string[] =>
  walk(treeOf(text)).flatMap(node => {
    const name = node.type === 'function' ? node.procedure?.value : undefined;
    return typeof name === 'string' ? [name] : [];
  }),
);

/** Variables read that the expression itself does not bind; `$states` and `$` are not variables. */
export const variablesIn = remembered((text): string[] => {
  const nodes = walk(treeOf(text));
  const called = new Set(nodes.map(node => (node.type === 'function' ? node.procedure : undefined)));
  const bound = boundIn(nodes);
  const names = nodes.flatMap(node =>
    node.type === 'variable' && !called.has(node) && typeof node.value === 'string' ? [node.value] : [],
  );
  return [...new Set(names)].filter(
    name => name !== '' && name !== '$' && name !== 'states' && !bound.has(name),
  );
});

/** `$states.input.next` → `['input', 'next']`; anything but a plain path from `$states` → undefined. */
export const statesPath = (node: Node | undefined): string[] | undefined => {
  const [first, ...rest] = node?.type === 'path' ? (node.steps ?? []) : [];
  if (first?.type !== 'variable' || first.value !== 'states') return undefined;
  const names = rest.map(step => (step.type === 'name' ? step.value : undefined));
  return names.every(name => typeof name === 'string') ? names : undefined;
};

/** Keys of the state's input that are read: `$states.input.next` → `next`. */
export const inputKeysIn = remembered((text): string[] =>
  walk(treeOf(text)).flatMap(node => {
    const [root, key] = statesPath(node) ?? [];
    return root === 'input' && key !== undefined ? [key] : [];
  }),
);
