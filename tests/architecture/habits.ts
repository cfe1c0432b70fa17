import ts from 'typescript';
import { lineOf, type Source, walk } from './source.ts';

/** A way of writing that the compiler and the linters let pass. Finds `path:line what` in one file. */
export type Habit = (source: Source) => string[];

const finder =
  (find: (node: ts.Node) => string | undefined): Habit =>
  source => {
    const found: string[] = [];
    walk(source.tree, node => {
      const what = find(node);
      if (what !== undefined) found.push(`${source.path}:${lineOf(node)} ${what}`);
    });
    return found;
  };

const isMember = (node: ts.Node, object: string, member: string): boolean =>
  (ts.isPropertyAccessExpression(node) &&
    node.name.text === member &&
    node.expression.getText().replace('globalThis.', '') === object) ||
  (ts.isElementAccessExpression(node) &&
    node.expression.getText() === object &&
    ts.isStringLiteralLike(node.argumentExpression) &&
    node.argumentExpression.text === member);

/** The environment, read directly, by destructuring or through Node's module. */
export const readsEnvironment: Habit = finder(node => {
  if (isMember(node, 'process', 'env')) return 'reads process.env';
  if (ts.isVariableDeclaration(node) && node.initializer?.getText() === 'process')
    return 'takes process apart';
  if (ts.isImportDeclaration(node) && /^['"](node:)?process['"]$/.test(node.moduleSpecifier.getText()))
    return 'imports process';
  return undefined;
});

const clocks: [object: string, member: string][] = [
  ['Date', 'now'],
  ['Math', 'random'],
  ['performance', 'now'],
  ['process', 'hrtime'],
  ['crypto', 'randomUUID'],
  ['crypto', 'getRandomValues'],
];

/** A clock or a source of chance. */
export const readsClockOrChance: Habit = finder(node => {
  const clock = clocks.find(([object, member]) => isMember(node, object, member));
  if (clock) return `reads ${clock.join('.')}`;
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    return 'reads the clock with new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'reads the clock with Date()';
  if (ts.isIdentifier(node) && node.text === 'randomUUID' && !ts.isPropertyAccessExpression(node.parent))
    return 'names randomUUID';
  return undefined;
});

/** uvu takes a text as its own message, and then any error passes. */
export const throwsWithText: Habit = finder(node => {
  if (!ts.isCallExpression(node) || !/^(assert\.)?throws$/.test(node.expression.getText())) return undefined;
  const expected = node.arguments[1];
  const isText = expected && (ts.isStringLiteralLike(expected) || ts.isTemplateExpression(expected));
  return isText ? 'expects a text in assert.throws: use throwsNamed or a pattern' : undefined;
});

/** A suite whose last tests come after its `.run()`, or that is never run: they would not be tested. */
export const leavesTestsOut: Habit = source => {
  const suites = suiteNames(source.tree);
  const lastTest = new Map<string, number>();
  const lastRun = new Map<string, number>();
  walk(source.tree, node => {
    if (!ts.isCallExpression(node)) return;
    const callee = node.expression.getText();
    const name = callee.split('.')[0] ?? '';
    if (!suites.has(name)) return;
    (callee === `${name}.run` ? lastRun : lastTest).set(name, node.getStart());
  });
  return [...suites]
    .filter(name => (lastRun.get(name) ?? -1) < (lastTest.get(name) ?? 0))
    .map(name => `${source.path} does not run all tests of ${name}`);
};

/** Names bound to uvu's `test`, and to what `suite(…)` returns. */
function suiteNames(tree: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  walk(tree, node => {
    if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'test')
      names.add(node.name.text);
    const made = ts.isVariableDeclaration(node) && node.initializer;
    if (made && ts.isCallExpression(made) && made.expression.getText() === 'suite')
      names.add(node.name.getText());
  });
  return names;
}

/** Whether the file exports a value of that name. */
export function exportsName({ tree }: Source, wanted: string): boolean {
  return tree.statements.some(statement => {
    if (ts.isExportDeclaration(statement) && !statement.isTypeOnly && statement.exportClause)
      return (
        ts.isNamedExports(statement.exportClause) &&
        statement.exportClause.elements.some(e => e.name.text === wanted)
      );
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) return false;
    if (ts.isFunctionDeclaration(statement)) return statement.name?.text === wanted;
    return (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.some(declaration => bindsName(declaration.name, wanted))
    );
  });
}

function bindsName(name: ts.BindingName, wanted: string): boolean {
  if (ts.isIdentifier(name)) return name.text === wanted;
  return name.elements.some(element => ts.isBindingElement(element) && bindsName(element.name, wanted));
}
