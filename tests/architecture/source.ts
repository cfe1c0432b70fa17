import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** As written; undefined when it is computed at run time. */
  specifier: string | undefined;
  /** True when nothing of it is left once the types are erased. */
  typeOnly: boolean;
  line: number;
}

/** One TypeScript file of the repository. `path` is relative to its root, with forward slashes. */
export interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
  imports: Import[];
}

const folders = [
  'functions',
  'catalog',
  'statemachines',
  'cli',
  'socket',
  'local',
  'deploy',
  'tooling',
  'tests',
  'bench',
];
const notOurs = new Set([
  'node_modules',
  'fixtures',
  '.git',
  '.build',
  '.serverless',
  '.esbuild',
  '.venv',
  'coverage',
]);

/** Files below `folder` that are the repository's own: no packages, no build results, no fixtures. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path.replaceAll('\\', '/')] : [];
  });
}

let sources: Source[] | undefined;

/** Every TypeScript file of the repository, parsed once. */
export function allSources(): Source[] {
  sources ??= folders
    .filter(folder => readdirSync('.').includes(folder))
    .flatMap(filesBelow)
    .filter(path => path.endsWith('.ts'))
    .map(path => parse(path, readFileSync(path, 'utf8')));
  return sources;
}

export function parse(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, text, tree, imports: importsOf(tree) };
}

/** The repository path that a relative import names; undefined for a package. */
export function resolved(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, child => walk(child, visit));
}

function importsOf(tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, name: ts.Node | undefined, typeOnly: boolean) =>
    found.push({
      specifier: name && ts.isStringLiteralLike(name) ? name.text : undefined,
      typeOnly,
      line: lineOf(node),
    });
  walk(tree, node => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, typesAlone(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node, node.moduleReference.expression, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal, true);
    else if (ts.isCallExpression(node) && loads(node.expression)) add(node, node.arguments[0], false);
  });
  return found;
}

/** `import { type A } from 'x'` still loads x under verbatimModuleSyntax, so only `import type` counts. */
function typesAlone(clause: ts.ImportClause | undefined): boolean {
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function loads(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  return ts.isPropertyAccessExpression(callee) && callee.getText() === 'require.resolve';
}
