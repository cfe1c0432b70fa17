import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kindDescriptions } from '../../functions/grants/descriptions.ts';
import { fakeKinds } from '../../local/aws/kinds/index.ts';
import { allSources, lineOf, parse, type Source, walk } from './source.ts';

const kinds = Object.keys(fakeKinds);

/** Code that must work for every kind there is or will be. */
const forEveryKind = [
  'functions/',
  'catalog/',
  'cli/',
  'deploy/',
  'local/',
  'bench/',
  'tooling/',
  'statemachines/',
  'tests/e2e/support/',
];
/** Each kind has one line in each of these. */
const registries = [
  'functions/grants/descriptions.ts',
  'functions/grants/targets.ts',
  'functions/grants/index.ts',
];
/** Each kind's own code, and the registries. */
const allowed = ['local/aws/kinds/', ...kinds.map(kind => `functions/grants/${kind}/`), ...registries];

const isBelow = (folders: readonly string[], path: string): boolean =>
  folders.some(folder => path.startsWith(folder));

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);

const nameOfKind = new RegExp(`(?<![\\w-])(${kinds.join('|')})(?![\\w-])`);

/** `iam-group` → `iamGroup`. */
const camel = (kind: string): string => kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
/** What a kind's own files export. */
const exportOfKind = new RegExp(
  `^(${kinds.map(camel).join('|')})(Description|Target|Access|Permissions)$`,
  'i',
);

/** `path:line names kind` for each text that holds a kind's name. */
const kindsNamed = ({ path, tree }: Source): string[] => {
  const found: string[] = [];
  walk(tree, node => {
    const name = isText(node)
      ? nameOfKind.exec(node.text)?.[1]
      : ts.isIdentifier(node)
        ? exportOfKind.exec(node.text)?.[0]
        : undefined;
    if (name !== undefined) found.push(`${path}:${lineOf(node)} names ${name}`);
  });
  return found;
};

test('every kind has its fake', () => {
  assert.ok(kinds.length > 0);
  assert.equal([...kinds].sort(), Object.keys(kindDescriptions).sort());
});

test('no kind is named where code must work for every kind', () => {
  const sources = allSources().filter(({ path }) => isBelow(forEveryKind, path) && !isBelow(allowed, path));
  assert.ok(sources.length > 0);
  assert.equal(sources.flatMap(kindsNamed), []);
});

test('each kind has one line in each of three registries', () => {
  for (const registry of registries) {
    const source = allSources().find(({ path }) => path === registry);
    assert.ok(source, registry);
    const imported = (source?.imports ?? []).map(({ specifier = '' }) => specifier);
    for (const kind of kinds) {
      const lines = imported.filter(specifier => specifier.startsWith(`./${kind}/`));
      assert.is(lines.length, 1, `${registry}: ${kind}`);
    }
  }
});

const files = ['access.ts', 'description.ts', 'permissions.ts', 'target.ts'];
for (const kind of kinds) {
  test(`${kind} has the files that every kind has`, () => {
    const paths = allSources().map(({ path }) => path);
    for (const file of files) assert.ok(paths.includes(`functions/grants/${kind}/${file}`), file);
  });
}

for (const text of [
  'const a = target as IamGroupTarget;',
  "if (kind === 'iam-group') give();",
  `const id = \`iam-group/\${group}\`;`,
  `const id = \`\${group}/permission-set/\${user}\`;`,
  "import { iamGroup } from './kinds/iam-group.ts';",
]) {
  test(`a kind's name is found: ${text}`, () => {
    assert.is(kindsNamed(parse('local/x.ts', text)).length, 1);
  });
}

test('other words, and comments, are not taken for the name of a kind', () => {
  const text = "// iam-group\nconst a = ['IAM group', 'permission-sets', 'my-iam-group', iamGroup];";
  assert.equal(kindsNamed(parse('local/x.ts', text)), []);
});

test.run();
