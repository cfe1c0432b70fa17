import { relative, resolve } from 'node:path';
import { problemInWords } from '../../catalog/problem.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { readOptions } from './options.ts';

export type StartContext = {
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  print: (line: string) => void;
  /** Prints one line that says what is wrong. The process then ends with 1. */
  fail: (line: string) => void;
};

const example = resolve(import.meta.dirname, '../../access.example.yml');

/** Relative for a file below the working directory, absolute for any other. */
const shownPath = (file: string): string => {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
};

type Read = { catalog: Catalog } | { problem: string };

const readCatalog = async (file: string): Promise<Read> => {
  const { loadCatalogFile } = await import('../../catalog/load.ts');
  const shown = shownPath(file);
  try {
    const loaded = await loadCatalogFile(file, 1);
    if (loaded.ok) return loaded;
    const [first] = loaded.problems;
    const more = loaded.problems.length - 1;
    const rest = more > 0 ? ` (and ${more} more: npm run curfew -- plan --file ${shown})` : '';
    return { problem: `${first === undefined ? shown : problemInWords({ ...first, file: shown })}${rest}` };
  } catch (error) {
    return { problem: `${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** What to say when the port is not available; undefined for any other failure. */
const portProblem = (error: unknown, port: number): string | undefined => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Choose another: PORT=${port + 1} npm start`;
  if (code === 'EACCES') return `Port ${port} may not be used. Choose another: PORT=4242 npm start`;
  return undefined;
};

const open = async (catalog: Catalog, configuration: string, port: number, fail: (line: string) => void) => {
  const [{ createSession }, { buildPage }, { serveWorkspace }] = await Promise.all([
    import('./session.ts'),
    import('./page.ts'),
    import('./server.ts'),
  ]);
  const [session, page] = await Promise.all([createSession({ catalog, configuration }), buildPage()]);
  try {
    const workspace = await serveWorkspace({
      session,
      page,
      port,
      onFailure: error => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    return { session, workspace };
  } catch (error) {
    await session.close();
    throw error;
  }
};

/** Starts the local workspace, or says in one line why not and sets the exit code. */
export const start = async ({ args, env, print, fail }: StartContext): Promise<void> => {
  const stop = (problem: string): void => {
    fail(problem);
    process.exitCode = 1;
  };
  const read = readOptions(args, env, example);
  if (!read.ok) return stop(read.problem);
  const { port, config } = read.options;
  const file = resolve(config);
  const catalog = await readCatalog(file);
  if ('problem' in catalog) return stop(catalog.problem);

  try {
    const { session, workspace } = await open(catalog.catalog, shownPath(file), port, fail);
    print(`Curfew is open: ${workspace.origin}`);
    print('Nothing here reaches AWS or Slack.');
    const leave = (): void => void workspace.close().then(() => session.close());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
  } catch (error) {
    const problem = portProblem(error, port);
    if (problem === undefined) throw error;
    stop(problem);
  }
};
