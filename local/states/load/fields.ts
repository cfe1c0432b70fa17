import type { Assign, Exit } from '../definition.ts';
import { compileTemplate, expressionIn, type Template } from '../expressions.ts';
import type { Json, JsonObject } from '../json.ts';
import { asObject, asText, type Problems } from './problems.ts';
import { unsupportedIn } from './queries.ts';

const describe = (error: unknown) => (error as { message?: string }).message ?? String(error);

/** `field` is the name as errors show it, e.g. `Catch[0]/Output`; `at` is the whole path. */
export const template = (
  problems: Problems,
  at: string,
  field: string,
  value: Json | undefined,
): Template | undefined => {
  if (value === undefined) return undefined;
  try {
    return compileTemplate(value, field, (query, inField) => {
      const wrong = unsupportedIn(query);
      if (wrong !== undefined) problems.add(`${at}${inField.slice(field.length)}`, wrong);
    });
  } catch (error) {
    problems.add(at, `Invalid JSONata expression: ${describe(error)}`);
    return { kind: 'literal', value: null };
  }
};

export const requiredTemplate = (problems: Problems, at: string, field: string, value: Json | undefined) => {
  if (value === undefined) problems.add(at, 'The field is required');
  return template(problems, at, field, value) ?? ({ kind: 'literal', value: null } as const);
};

/** A number, checked here, or an expression for one, checked when it runs. `at` is the path of the record. */
export const secondsTemplate = (
  problems: Problems,
  at: string,
  record: JsonObject,
  { field, least }: { field: string; least: number },
): Template | undefined => {
  const value = record[field];
  const path = `${at}/${field}`;
  if (value !== undefined && expressionIn(value) === undefined && !isWholeSeconds(value, least)) {
    problems.add(path, `Expected a whole number between ${least} and 99999999, or a JSONata expression`);
  }
  return template(problems, path, field, value);
};

export const isWholeSeconds = (value: Json, least: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 99_999_999;

const variableName = /^[\p{L}_][\p{L}\p{N}_]{0,79}$/u;

const isVariableName = (name: string) =>
  variableName.test(name) && name !== 'states' && !(name in Object.prototype);

const assignments = (problems: Problems, at: string, field: string, value: Json | undefined): Assign => {
  if (value === undefined) return [];
  return Object.entries(asObject(problems, at, value)).map(([name, item]) => {
    if (!isVariableName(name)) problems.add(`${at}/${name}`, `'${name}' is not a name for a variable`);
    return [name, requiredTemplate(problems, `${at}/${name}`, `${field}/${name}`, item)] as const;
  });
};

/** `prefix` is where the fields stand within the state, e.g. `Catch[0]/`. */
export const outputAndAssign = (problems: Problems, at: string, prefix: string, record: JsonObject) => ({
  output: template(problems, `${at}/Output`, `${prefix}Output`, record.Output),
  assign: assignments(problems, `${at}/Assign`, `${prefix}Assign`, record.Assign),
});

export const exit = (problems: Problems, at: string, record: JsonObject): Exit => {
  const { Next: next, End: end } = record;
  if (end !== undefined && typeof end !== 'boolean') problems.add(`${at}/End`, 'Expected true or false');
  if (next !== undefined && end === true) problems.add(at, 'Next and End exclude each other');
  if (next === undefined && end !== true) problems.add(at, 'One of Next and End is required');
  return {
    next: next === undefined ? undefined : asText(problems, `${at}/Next`, next),
    ...outputAndAssign(problems, at, '', record),
  };
};

export const checkQueryLanguage = (problems: Problems, at: string, record: JsonObject, required: boolean) => {
  const language = record.QueryLanguage;
  if (language === 'JSONata' || (language === undefined && !required)) return;
  problems.add(`${at}/QueryLanguage`, 'Only QueryLanguage JSONata is supported');
};

export const checkComment = (problems: Problems, at: string, record: JsonObject) => {
  const comment = record.Comment;
  if (comment !== undefined && typeof comment !== 'string')
    problems.add(`${at}/Comment`, 'Expected a string');
};
