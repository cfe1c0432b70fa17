import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stack } from './stack.ts';

const source: unknown = JSON.parse(readFileSync('statemachines/access.asl.json', 'utf8'));
const properties = stack().Resources.AccessMachine?.Properties ?? {};

test('the deployed definition is the source file, and a string', () => {
  assert.type(properties.DefinitionString, 'string');
  assert.equal(JSON.parse(String(properties.DefinitionString)), source);
});

test('every placeholder of the definition is substituted, and nothing else', () => {
  const named = [...String(properties.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(match => match[1]);
  assert.equal(Object.keys(properties.DefinitionSubstitutions ?? {}).sort(), [...new Set(named)].sort());
});

test('the log of executions carries no data, because task tokens pass through arguments', () => {
  const logging = properties.LoggingConfiguration as Record<string, unknown>;
  assert.is(logging.IncludeExecutionData, false);
  assert.is(logging.Level, 'ERROR');
});

test('the machine is of type Standard, for executions of up to a year', () => {
  assert.is(properties.StateMachineType, 'STANDARD');
});

test.run();
