import type { KeyPath } from './problem.ts';
import { accessJsonSchema } from './schema.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const alternatives = (schema: Json): Json[] => {
  const branches = [schema.anyOf, schema.oneOf].flatMap(list =>
    Array.isArray(list) ? list.filter(isObject) : [],
  );
  return [schema, ...branches.flatMap(alternatives)];
};

const step = (schema: Json, key: string | number): Json[] =>
  alternatives(schema).flatMap(({ properties, items, additionalProperties }) => {
    if (typeof key === 'number') return isObject(items) ? [items] : [];
    const named = isObject(properties) ? properties[key] : undefined;
    return [named, additionalProperties].filter(isObject);
  });

let root: Json | undefined;

/** The keys that the schema allows at a place of the file. */
export const knownKeys = (path: KeyPath): string[] => {
  root ??= { ...accessJsonSchema() };
  const schemas = path.reduce<Json[]>((found, key) => found.flatMap(schema => step(schema, key)), [root]);
  const keys = schemas
    .flatMap(alternatives)
    .flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : []));
  return [...new Set(keys)];
};
