import type { Flow, MachineDefinition, State } from '../definition.ts';
import { InvalidDefinitionError } from '../errors.ts';
import { isJsonObject, type Json } from '../json.ts';
import { checkComment, checkQueryLanguage } from './fields.ts';
import { checkGraph } from './graph.ts';
import { asNumber, asObject, asText, createProblems, onlyKnownFields, type Problems } from './problems.ts';
import { checkScopes } from './scopes.ts';
import { loadState } from './states.ts';

const maxNameLength = 80;
const maxDefinitionLength = 1_048_576;

const flowLoader = (problems: Problems) => {
  const names = new Set<string>();
  const loadFlow = (at: string, value: Json | undefined, known: readonly string[]): Flow => {
    const record = asObject(problems, at, value);
    onlyKnownFields(problems, at, record, known);
    checkComment(problems, at, record);
    const states = new Map<string, State>();
    for (const [name, each] of Object.entries(asObject(problems, `${at}/States`, record.States))) {
      const stateAt = `${at}/States/${name}`;
      if (name.length > maxNameLength)
        problems.add(stateAt, `A state's name has at most ${maxNameLength} characters`);
      if (names.has(name)) problems.add(stateAt, `State '${name}' exists twice in the machine`);
      names.add(name);
      const state = loadState({
        problems,
        at: stateAt,
        name,
        record: asObject(problems, stateAt, each),
        loadFlow,
      });
      if (state !== undefined) states.set(name, state);
    }
    const flow = { startAt: asText(problems, `${at}/StartAt`, record.StartAt), states };
    if (problems.found.length === 0) checkGraph(problems, at, flow);
    return flow;
  };
  return loadFlow;
};

const parse = (definition: string): Json => {
  try {
    return JSON.parse(definition) as Json;
  } catch (error) {
    throw new InvalidDefinitionError([
      { location: '/', message: `INVALID_JSON: ${(error as Error).message}` },
    ]);
  }
};

/**
 * Checks a definition and compiles its expressions. Throws `InvalidDefinitionError` naming every state and
 * field that is wrong or that this engine does not know; nothing is skipped.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export const loadMachine = (definition: string): MachineDefinition => {
  const problems = createProblems();
  if (definition.length > maxDefinitionLength) problems.add('/', 'The definition is larger than 1 MiB');
  const root = parse(definition);
  if (isJsonObject(root)) {
    checkQueryLanguage(problems, '', root, true);
    if ((root.Version ?? '1.0') !== '1.0') problems.add('/Version', 'Only Version 1.0 is supported');
  }
  const flow = flowLoader(problems)('', root, [
    'Comment',
    'QueryLanguage',
    'StartAt',
    'States',
    'TimeoutSeconds',
    'Version',
  ]);
  const timeout = isJsonObject(root) ? root.TimeoutSeconds : undefined;
  const seconds = asNumber(problems, '/TimeoutSeconds', timeout, {
    default: 0,
    least: 1,
    most: 99_999_999,
    whole: true,
  });
  if (problems.found.length === 0) checkScopes(problems, '/States', flow, new Set());
  if (problems.found.length > 0) throw new InvalidDefinitionError(problems.found);
  return { flow, timeoutSeconds: seconds === 0 ? undefined : seconds };
};
