import { existsSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { help } from '../../cli/run.ts';
import { allPages, anchorsOf, brokenLinks, codeOf, imagesOf, linksOf, type Page } from './markdown.ts';

const pages = allPages();
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const commands = [...help.matchAll(/^ {2}curfew (\w+)/gm)].map(([, name]) => name);

/** Folders whose files pages name in code; a name that ends in `/` is a folder. */
const ours =
  /^(?:catalog|functions|statemachines|cli|local|deploy|tooling|tests|bench|docs|slack-manifest)\/[\w./*-]*$/;

/** npm scripts and curfew commands that a page tells to run and that are not there. */
const unknownCommands = ({ path, text }: Page): string[] =>
  codeOf(text).flatMap(code =>
    [
      ...[...code.matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g)].filter(([, name = '']) => !(name in scripts)),
      ...[...code.matchAll(/\bnpm (start|test)\b/g)].filter(([, name = '']) => !(name in scripts)),
      ...[...code.matchAll(/(?:\bnpm run (?:-\S+ )*curfew -- |^curfew )([a-z]\w*)/g)].filter(
        ([, name]) => !commands.includes(name),
      ),
    ].map(([command]) => `${path}: ${command}`),
  );

const missingFiles = ({ path, text }: Page): string[] =>
  codeOf(text)
    .map(code => code.trim())
    .filter(code => ours.test(code) && !code.includes('*') && !existsSync(code))
    .map(code => `${path}: ${code}`);

/** The browser tests draw the pictures: all of them are there, or none was drawn yet. */
const drawn = existsSync('docs/images');
const broken = (page: Page): string[] =>
  brokenLinks(page).filter(link => drawn || !link.includes('docs/images/'));

for (const page of pages) {
  test(`${page.path}: every link leads somewhere`, () => assert.equal(broken(page), []));
  test(`${page.path}: every command it names exists`, () => assert.equal(unknownCommands(page), []));
  test(`${page.path}: every file it names exists`, () => assert.equal(missingFiles(page), []));
}

/** Ways in which a secret, or a setting that the next deployment would lose, ends in a shell's history. */
const remembered: [what: string, written: RegExp][] = [
  ['a document in the command', /<<-?\s*['"]?\w/],
  ['a secret as an argument', /--secret-string (?!file:\/\/\/dev\/stdin)|xox[a-z]-\w|SECRET=\w|TOKEN=\w/],
  ['a setting of one command', /--param[= ]/],
];
for (const page of pages) {
  test(`${page.path}: nothing that is copied leaves a secret in the shell's history, or a setting out of its file`, () => {
    const found = codeOf(page.text).flatMap(code =>
      remembered.filter(([, written]) => written.test(code)).map(([what]) => `${what}: ${code.trim()}`),
    );
    assert.equal(found, []);
  });
}

test('there are commands and scripts to compare with', () => {
  assert.ok(commands.includes('apply') && commands.length >= 5);
  assert.ok('test:node' in scripts);
});

test('a link that leads nowhere, or to no heading, is found', () => {
  const text =
    '# A\n[a](b.md) [c](#a) [d](#e) [f](../x.md#g) ![h](i.png) [j](https://example.com/none)\n`[k](l.md)`';
  const files = { exists: (path: string) => path === 'x.md', read: () => '# Something else' };
  assert.equal(brokenLinks({ path: 'docs/p.md', text }, files), [
    'docs/p.md → b.md',
    'docs/p.md → #e',
    'docs/p.md → ../x.md#g',
    'docs/p.md → i.png',
  ]);
});

test('anchors are those that GitHub makes', () => {
  assert.equal(
    anchorsOf('## 3. `access.yml`\n### What changed?\n# A\n# A\n```\n# no heading\n```\n## To *confirm*'),
    ['3-accessyml', 'what-changed', 'a', 'a-1', 'to-confirm'],
  );
});

test('a command or a file that does not exist is found', () => {
  const text =
    '```\nnpm run tset\nnpm run curfew -- aply --file x\n```\n`npm run lint` `curfew plan` `cli/none.ts` `cli/run.ts`';
  const page = { path: 'p.md', text };
  assert.equal(unknownCommands(page), ['p.md: npm run tset', 'p.md: npm run curfew -- aply']);
  assert.equal(missingFiles(page), ['p.md: cli/none.ts']);
});

test('no page calls Curfew by npx, which asks the public registry outside the checkout', () => {
  const example = { path: 'access.example.yml', text: readFileSync('access.example.yml', 'utf8') };
  const calling = [...pages, example].filter(({ text }) => text.includes('npx curfew'));
  assert.equal(
    calling.map(({ path }) => path),
    [],
  );
});

test('every page in docs can be reached from the README', () => {
  const seen = new Set(['README.md']);
  const open = ['README.md'];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const page = pages.find(each => each.path === path);
    const folder = path.startsWith('docs/') ? 'docs/' : '';
    for (const link of linksOf(page?.text ?? '')) {
      const [file = ''] = link.split('#');
      const to = file.startsWith('../') ? file.slice(3) : `${folder}${file}`;
      if (!to.endsWith('.md') || seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  assert.equal(
    pages.map(({ path }) => path).filter(path => !seen.has(path)),
    [],
  );
});

test('the README begins with the picture of the product', () => {
  const readme = pages.find(({ path }) => path === 'README.md')?.text ?? '';
  assert.equal(imagesOf(readme), ['docs/images/workspace.png', 'docs/images/stuck.png']);
  assert.match(readme.split('\n')[0] ?? '', 'docs/images/workspace.png');
});

test('nothing claims to have been tried on real AWS or Slack, and the README says so', () => {
  const readme = pages.find(({ path }) => path === 'README.md')?.text ?? '';
  assert.match(readme, /has not been tried on a real AWS account or Slack workspace/);
});

test.run();
