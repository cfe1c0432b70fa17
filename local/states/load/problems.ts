import type { DefinitionProblem } from '../errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** Collects everything wrong with a definition, so that one refusal names it all. */
export interface Problems {
  readonly found: DefinitionProblem[];
  add(location: string, message: string): void;
}

export const createProblems = (): Problems => {
  const found: DefinitionProblem[] = [];
  return { found, add: (location, message) => void found.push({ location, message }) };
};

/** JSONPath's fields, named in the refusal because they are the likeliest mistake. */
const jsonPathFields = new Set([
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultPath',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'MaxConcurrencyPath',
  'ErrorPath',
  'CausePath',
  'Variable',
]);

export const onlyKnownFields = (
  problems: Problems,
  at: string,
  record: JsonObject,
  known: readonly string[],
): void => {
  for (const field of Object.keys(record)) {
    if (known.includes(field)) continue;
    problems.add(
      `${at}/${field}`,
      jsonPathFields.has(field)
        ? `Field '${field}' belongs to JSONPath and is not supported with QueryLanguage JSONata`
        : `Field '${field}' is not supported`,
    );
  }
};

export const asObject = (problems: Problems, at: string, value: Json | undefined): JsonObject => {
  if (isJsonObject(value)) return value;
  problems.add(at, 'Expected an object');
  return {};
};

export const asList = (problems: Problems, at: string, value: Json | undefined): readonly Json[] => {
  if (Array.isArray(value) && value.length > 0) return value;
  problems.add(at, 'Expected a list with at least one entry');
  return [];
};

export const asText = (problems: Problems, at: string, value: Json | undefined): string => {
  if (typeof value === 'string' && value !== '') return value;
  problems.add(at, 'Expected a string');
  return '';
};

/** The number, or the default where the field is missing. */
export const asNumber = (
  problems: Problems,
  at: string,
  value: Json | undefined,
  rule: { default: number; least: number; most?: number; whole: boolean },
): number => {
  if (value === undefined) return rule.default;
  const most = rule.most ?? Number.MAX_SAFE_INTEGER;
  const fits = typeof value === 'number' && value >= rule.least && value <= most;
  if (fits && (!rule.whole || Number.isInteger(value))) return value;
  problems.add(at, `Expected ${rule.whole ? 'a whole number' : 'a number'} of at least ${rule.least}`);
  return rule.default;
};
