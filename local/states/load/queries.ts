import type { Expression } from 'jsonata';

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly unknown[];
}

const isNode = (value: unknown): value is Node & Record<string, unknown> =>
  typeof value === 'object' && value !== null;

// Within these the expression has an item of its own as context.
const innerFields = new Set(['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete']);

/**
 * What Step Functions' JSONata lacks: `$eval`, the top-level contexts `$` and `$$`, and field names with
 * nothing before them. Returns what is wrong, or undefined.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const unsupportedIn = (query: Expression): string | undefined => look(query.ast(), false);

const look = (node: unknown, inner: boolean): string | undefined => {
  if (Array.isArray(node)) return first(node.map(each => () => look(each, inner)));
  if (!isNode(node)) return undefined;
  return lookAt(node, inner) ?? lookWithin(node, inner);
};

const lookAt = (node: Node, inner: boolean): string | undefined => {
  if (node.type === 'variable' && node.value === 'eval') return 'The function $eval is not supported';
  if (node.type === 'variable' && node.value === '$') return 'The context $$ is not supported';
  if (node.type === 'variable' && node.value === '' && !inner) {
    return 'The context $ is not supported at the top of an expression';
  }
  if ((node.type === 'wildcard' || node.type === 'descendant') && !inner) {
    return 'A wildcard is not supported at the top of an expression';
  }
  if (node.type === 'name' && !inner) {
    return `The field name '${String(node.value)}' is not supported at the top of an expression: start from $states or a variable`;
  }
  return undefined;
};

const lookWithin = (node: Node & Record<string, unknown>, inner: boolean): string | undefined => {
  if (node.type === 'path' && node.steps !== undefined) {
    return (
      first(node.steps.map((step, index) => () => look(step, inner || index > 0))) ??
      lookFields(node, inner, field => field !== 'steps')
    );
  }
  return lookFields(node, inner, () => true);
};

const lookFields = (
  node: Record<string, unknown>,
  inner: boolean,
  wanted: (field: string) => boolean,
): string | undefined =>
  first(
    Object.keys(node)
      .filter(wanted)
      .map(field => () => look(node[field], inner || innerFields.has(field))),
  );

const first = (looks: readonly (() => string | undefined)[]): string | undefined => {
  for (const lookNext of looks) {
    const found = lookNext();
    if (found !== undefined) return found;
  }
  return undefined;
};
