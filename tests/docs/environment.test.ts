import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { readPage, rowsOf, sectionOf } from './markdown.ts';

type Variables = Record<string, unknown>;
type Deployment = {
  provider: { environment: Variables };
  functions: Record<string, { environment?: Variables }>;
};

const deployment = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }) as Deployment;
const config = readFileSync('functions/runtime/config.ts', 'utf8');
const section = sectionOf(readPage('docs/configuration.md').text, 'Environment variables');
const rows = rowsOf(section);
const nameOf = (cell = '') => cell.replaceAll('`', '');

/** Variable → Lambdas, as the page says. Rows of the second table have no Lambdas. */
const documented = new Map(
  rows.filter(row => row.length === 3).map(([name, lambdas = '']) => [nameOf(name), nameOf(lambdas)]),
);

const given = (): Map<string, string> => {
  const all = Object.keys(deployment.provider.environment).map((name): [string, string] => [name, 'all']);
  const some = new Map<string, string[]>();
  for (const [lambda, { environment = {} }] of Object.entries(deployment.functions)) {
    for (const name of Object.keys(environment)) some.set(name, [...(some.get(name) ?? []), lambda]);
  }
  return new Map([...all, ...[...some].map(([name, to]): [string, string] => [name, to.join(', ')])]);
};

test('the page gives each variable to the Lambdas that the deployment gives it to', () => {
  const sorted = (map: Map<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  assert.ok(documented.size > 8);
  assert.equal(sorted(documented), sorted(given()));
});

test('every variable that the code reads is on the page', () => {
  const named = new Set(rows.map(([name]) => nameOf(name)));
  const tables = ['REQUESTS', 'HOLDINGS', 'AUDIT', 'PROJECTS'].map(table => `${table}_TABLE`);
  const read = [
    ...(config.includes('_TABLE`') ? tables : []),
    ...[...config.matchAll(/required\(environment, '(\w+)'\)/g)].map(([, name = '']) => name),
    ...[...config.matchAll(/environment\.([A-Z_]+)/g)].map(([, name = '']) => name),
  ];
  assert.ok(read.length > 8);
  assert.equal(
    read.filter(name => !named.has(name)),
    [],
  );
});

test('every variable that the command line wants is on the page', () => {
  const wire = readFileSync('cli/wire.ts', 'utf8');
  const wanted = [...(/const variables = \[([^\]]+)\]/.exec(wire)?.[1]?.matchAll(/'(\w+)'/g) ?? [])];
  assert.ok(wanted.length > 3);
  const commandLine = section.slice(section.indexOf('**For the command line.**'));
  for (const [, name] of wanted) assert.match(commandLine, `\`${name}\``);
});

test.run();
