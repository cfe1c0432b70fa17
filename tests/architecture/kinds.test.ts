import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kindDescriptions } from '../../functions/grants/descriptions.ts';
import { fakeKinds } from '../../local/aws/kinds/index.ts';
import { allSources, lineOf, parse, type Source, walk } from './source.ts';

const kinds = Object.keys(fakeKinds);

/** Code that must work for every kind there is or will be. */
const forEveryKind = ['local/', 'bench/', 'tests/e2e/support/'];
/** Each kind's own code. */
const allowed = ['local/aws/kinds/'];

const isBelow = (folders: readonly string[], path: string): boolean =>
  folders.some(folder => path.startsWith(folder));

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);

const nameOfKind = new RegExp(`(?<![\\w-])(${kinds.join('|')})(?![\\w-])`);

/** `path:line names kind` for each text that holds a kind's name. */
const kindsNamed = ({ path, tree }: Source): string[] => {
  const found: string[] = [];
  walk(tree, node => {
    const name = isText(node) ? nameOfKind.exec(node.text)?.[1] : undefined;
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

for (const text of [
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
