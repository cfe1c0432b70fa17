import ts from 'typescript';
import { lineOf, type Source, walk } from './source.ts';

/** A rule about what docstrings must say. Finds `path:line what` in one file. */
export type DocRule = (source: Source) => string[];

/** The docstring right before a node, on lines above it or on its own; '' when there is none. */
const docOf = (node: ts.Node): string => {
  const { text } = node.getSourceFile();
  const start = node.getFullStart();
  const comments = [
    ...(ts.getTrailingCommentRanges(text, start) ?? []),
    ...(ts.getLeadingCommentRanges(text, start) ?? []),
  ];
  const last = comments.map(({ pos, end }) => text.slice(pos, end)).at(-1) ?? '';
  return last.startsWith('/**') ? last : '';
};

const isExported = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) &&
  ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

type Documented<Node extends ts.Node> = { name: string; node: Node; doc: string };
type Callable = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

const exportedFunctions = ({ tree }: Source): Documented<Callable>[] =>
  tree.statements.filter(isExported).flatMap((statement): Documented<Callable>[] => {
    const doc = docOf(statement);
    if (ts.isFunctionDeclaration(statement))
      return [{ name: statement.name?.text ?? 'default', node: statement, doc }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
        ? [{ name: name.getText(), node: initializer, doc }]
        : [],
    );
  });

type Member = ts.ParameterDeclaration | ts.TypeElement;

/** Parameters of exported functions, and all that exported types and interfaces hold, with the docstrings above them. */
const members = (source: Source): Documented<Member>[] => {
  const found: Documented<Member>[] = exportedFunctions(source).flatMap(({ node, doc }) =>
    node.parameters.map(parameter => ({ name: parameter.name.getText(), node: parameter, doc })),
  );
  const below = (node: ts.Node, doc: string): void =>
    ts.forEachChild(node, child => {
      const own = `${doc} ${docOf(child)}`;
      if (ts.isParameter(child) || ts.isTypeElement(child))
        found.push({ name: child.name?.getText() ?? '', node: child, doc: own });
      below(child, own);
    });
  for (const statement of source.tree.statements.filter(isExported))
    if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
      below(statement, docOf(statement));
  return found;
};

const isNumber = ({ kind }: ts.TypeNode): boolean => kind === ts.SyntaxKind.NumberKeyword;

const isNumeric = (member: Member): boolean => {
  const { type } = member as ts.PropertySignature | ts.ParameterDeclaration;
  if (type === undefined) return false;
  return isNumber(type) || (ts.isFunctionTypeNode(type) && isNumber(type.type));
};

/** Counts, positions, versions and codes: their names say what they are. */
const counts = new Set([
  'column',
  'entries',
  'failures',
  'expectVersion',
  'have',
  'index',
  'limit',
  'line',
  'max',
  'misses',
  'most',
  'need',
  'needMore',
  'retries',
  'requests',
  'rev',
  'seq',
  'stage',
  'statusCode',
  'unread',
  'v',
  'version',
  'workers',
]);
const unitInName = /(^ms|Ms|Millis|Seconds|Days)$/;
const unitInDoc = /\b(ms|milliseconds|seconds|minutes|unit|sequence number|\d+ to \d+)\b/i;

/** A number whose unit is neither in its name nor in a docstring. */
export const lacksUnit: DocRule = source =>
  members(source)
    .filter(({ node }) => isNumeric(node))
    .filter(({ name, doc }) => !counts.has(name) && !unitInName.test(name) && !unitInDoc.test(doc))
    .map(({ name, node }) => `${source.path}:${lineOf(node)} ${name} has no unit`);

/** Names of the failures made in a function's own body. */
const failuresIn = (node: ts.Node): string[] => {
  const names: string[] = [];
  walk(node, each => {
    if (!ts.isNewExpression(each) || each.expression.getText() !== 'CurfewError') return;
    const [name] = each.arguments ?? [];
    if (name !== undefined && ts.isStringLiteral(name)) names.push(name.text);
  });
  return [...new Set(names)];
};

/** A failure that an exported function makes itself and does not name in its docstring. */
export const hidesFailure: DocRule = source =>
  exportedFunctions(source).flatMap(({ name, node, doc }) =>
    failuresIn(node)
      .filter(failure => !doc.includes(`\`${failure}\``))
      .map(failure => `${source.path}:${lineOf(node)} ${name} does not name ${failure}`),
  );

/** Finds errors that a docstring says are thrown and that are not among the known ones. */
export const namesUnknownFailure =
  (known: readonly string[]): DocRule =>
  ({ path, text }) =>
    [...text.matchAll(/\/\*\*(.*?)\*\//gs)].flatMap(({ 1: doc = '', index }) =>
      [...doc.matchAll(/\bthrows ([^.:;]*)/gi)]
        .flatMap(([, said = '']) => [...said.matchAll(/`([A-Z][a-z]\w*)`/g)].map(([, name = '']) => name))
        .filter(name => !known.includes(name))
        .map(name => `${path}:${text.slice(0, index).split('\n').length} there is no error ${name}`),
    );
