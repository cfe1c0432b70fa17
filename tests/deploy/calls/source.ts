import ts from 'typescript';
import { allSources, walk } from '../../architecture/source.ts';

type Module = Record<string, unknown>;
type AnyClass = new (input: object) => { config?: { defaultSigningName?: string }; clientCommand?: object };

const isClass = (value: unknown): value is AnyClass => typeof value === 'function';

/** `[package, command]` for each command of the AWS SDK that shipped code imports. */
const commandsImported = (): [string, string][] => {
  const found: [string, string][] = [];
  for (const { tree } of allSources().filter(({ path }) => path.startsWith('functions/')))
    walk(tree, node => {
      if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return;
      const from = node.moduleSpecifier.text;
      const bindings = node.importClause?.namedBindings;
      if (!from.startsWith('@aws-sdk/') || bindings === undefined || !ts.isNamedImports(bindings)) return;
      for (const { propertyName, name } of bindings.elements) {
        const { text } = propertyName ?? name;
        if (text.endsWith('Command')) found.push([from, text]);
      }
    });
  return found;
};

/** How IAM names a package's service; DynamoDB's documents are DynamoDB. */
const prefixOf = (from: string, module: Module): string => {
  if (from === '@aws-sdk/lib-dynamodb') return 'dynamodb';
  const client = Object.entries(module).find(([name]) => /^[A-Z]\w+Client$/.test(name))?.[1];
  const name = isClass(client)
    ? new client({ region: 'eu-central-1' }).config?.defaultSigningName
    : undefined;
  if (name === undefined) throw new Error(`What does IAM call the service of ${from}?`);
  return name;
};

/** Every IAM action that shipped code can call, whichever Lambda it is in. */
export const actionsInSource = async (): Promise<string[]> => {
  const actions = new Set<string>();
  for (const [from, command] of commandsImported()) {
    const module = (await import(from)) as Module;
    const made = module[command];
    if (!isClass(made)) throw new Error(`${from} has no ${command}`);
    const { clientCommand } = new made({ TableName: 't', Key: {}, Item: {}, RequestItems: {} });
    const operation = clientCommand?.constructor.name ?? command;
    actions.add(`${prefixOf(from, module)}:${operation.replace(/Command$/, '')}`);
  }
  return [...actions].sort();
};
