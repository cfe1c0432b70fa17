import jsonata, { type Expression } from 'jsonata';
import { queryFailure } from './errors.ts';
import { addFunctions, type FormatMillis, type Surroundings, surroundingsName } from './functions.ts';
import { fromText, isJsonObject, type Json } from './json.ts';

/** A field's value with its `{% … %}` strings compiled, once per definition. */
export type Template =
  | { readonly kind: 'literal'; readonly value: Json }
  | {
      readonly kind: 'expression';
      readonly source: string;
      readonly field: string;
      readonly query: Expression;
    }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, Template])[] };

/** What expressions see: `$states` and the variables. */
export interface View {
  readonly states: Record<string, unknown>;
  /** Own and inherited names: an inner scope's prototype is the outer scope. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly surroundings: Surroundings;
}

const formatter = jsonata('$fromMillis($millis, $picture, $zone)');
const formatMillis: FormatMillis = (millis, picture, zone) =>
  formatter.evaluate({}, { millis, picture, zone }) as Promise<string>;

const wrapped = /^\{%([\s\S]*)%\}$/;

export const expressionIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? wrapped.exec(value)?.[1]?.trim() : undefined;

const compiled = new Map<string, Expression>();

/** Each text is compiled once: what an evaluation binds, it binds in a scope of its own. */
const compileQuery = (source: string): Expression => {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const query = jsonata(source);
  addFunctions(query, formatMillis);
  compiled.set(source, query);
  return query;
};

/** `check` sees each expression as it is compiled and throws what is wrong with it. */
export const compileTemplate = (
  value: Json,
  field: string,
  check: (query: Expression, field: string) => void,
): Template => {
  const source = expressionIn(value);
  if (source !== undefined) {
    const query = compileQuery(source);
    check(query, field);
    return { kind: 'expression', source, field, query };
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${field}[${index}]`, check));
    return items.every(isLiteral) ? { kind: 'literal', value } : { kind: 'list', items };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, compileTemplate(item, `${field}/${key}`, check)] as const,
    );
    return entries.every(([, item]) => isLiteral(item))
      ? { kind: 'literal', value }
      : { kind: 'record', entries };
  }
  return { kind: 'literal', value };
};

const isLiteral = (template: Template) => template.kind === 'literal';

const isFunction = (value: unknown) =>
  typeof value === 'function' ||
  (isJsonObject(value) && (value._jsonata_function === true || value._jsonata_lambda === true));

// A copy: JSONata's arrays carry marks of their own, and nothing may share structure with another execution.
const plain = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? fromText(JSON.stringify(value)) : (value as Json);

const describe = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message) : `${code}: ${message}`;
};

const runQuery = async (template: Template & { kind: 'expression' }, view: View): Promise<Json> => {
  const { source, field, query } = template;
  const about = `The JSONata expression '${source}' specified for the field '${field}'`;
  const bindings: Record<string, unknown> = Object.create(view.variables);
  bindings.states = view.states;
  bindings[surroundingsName] = view.surroundings;
  let value: unknown;
  try {
    value = await query.evaluate(undefined, bindings);
  } catch (error) {
    throw queryFailure(`${about} threw an error during evaluation. ${describe(error)}`, field);
  }
  if (value === undefined) throw queryFailure(`${about} returned nothing (undefined).`, field);
  if (isFunction(value))
    throw queryFailure(`${about} returned an unsupported result type (function).`, field);
  return plain(value);
};

/** The template's value. Throws a `StateFailure` named `States.QueryEvaluationError` with the field at fault. */
export const evaluate = async (template: Template, view: View): Promise<Json> => {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return runQuery(template, view);
    case 'list': {
      const list: Json[] = [];
      for (const item of template.items) list.push(await evaluate(item, view));
      return list;
    }
    case 'record': {
      const record: Record<string, Json> = {};
      for (const [key, item] of template.entries) record[key] = await evaluate(item, view);
      return record;
    }
  }
};
