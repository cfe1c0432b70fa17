import { isFields } from '../json.ts';

/** Returns what is wrong with `value`, each problem naming its place as a JSON pointer, as Slack does. */
export type Check = (value: unknown, at: string) => string[];

export const problem = (message: string, at: string): string => `${message} [json-pointer:${at}]`;

export const string =
  (max: number, min = 1): Check =>
  (value, at) => {
    if (typeof value !== 'string') return [problem('must provide a string', at)];
    if (value.length < min) return [problem(`must be more than ${min - 1} characters`, at)];
    return value.length > max ? [problem(`must be less than ${max + 1} characters`, at)] : [];
  };

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? [] : [problem(`must be ${what}`, at)];

export const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? [] : [problem('must provide a boolean', at)];

export const integer =
  (min: number, max: number): Check =>
  (value, at) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : [problem(`must be a whole number from ${min} to ${max}`, at)];

export const oneOf =
  (...allowed: readonly (string | number)[]): Check =>
  (value, at) =>
    allowed.some(one => one === value) ? [] : [problem(`must be one of: ${allowed.join(', ')}`, at)];

export const list =
  (item: Check, max: number, min = 1): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return [problem('must provide an array', at)];
    const size =
      value.length < min
        ? [problem(`no fewer than ${min} items allowed`, at)]
        : value.length > max
          ? [problem(`no more than ${max} items allowed`, at)]
          : [];
    return [...size, ...value.flatMap((one, index) => item(one, `${at}/${index}`))];
  };

export interface Shape {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
  /** Rules between fields; run only when every field alone is fine. */
  also?: Check;
}

/** An object with exactly these fields. Slack ignores some unknown fields; a typing mistake is worth refusing. */
export const object =
  ({ required = {}, optional = {}, also }: Shape): Check =>
  (value, at) => {
    if (!isFields(value)) return [problem('must provide an object', at)];
    const known = new Map(Object.entries({ ...required, ...optional }));
    const problems = [
      ...Object.keys(required)
        .filter(name => value[name] === undefined || value[name] === null)
        .map(name => problem(`missing required field: ${name}`, at)),
      ...Object.entries(value)
        .filter(([, inner]) => inner !== undefined && inner !== null)
        .flatMap(
          ([name, inner]) =>
            known.get(name)?.(inner, `${at}/${name}`) ?? [
              problem(`invalid additional property: ${name}`, at),
            ],
        ),
    ];
    return problems.length > 0 || also === undefined ? problems : also(value, at);
  };

/** Dispatches on `type`; an unknown type is refused. */
export const typed =
  (table: Record<string, Check>): Check =>
  (value, at) => {
    if (!isFields(value)) return [problem('must provide an object', at)];
    const { type } = value;
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
    return check?.(value, at) ?? [problem(`unsupported type: ${String(value.type)}`, at)];
  };
