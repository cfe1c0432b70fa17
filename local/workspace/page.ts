import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

export type File = { type: string; body: string | Uint8Array };
/** By path, e.g. `/`. */
export type Page = ReadonlyMap<string, File>;

const folder = join(import.meta.dirname, 'page');

/** The page's files, its TypeScript and styles put together. Throws esbuild's `BuildFailure`. */
export const buildPage = async (): Promise<Page> => {
  const [bundle, html, icon] = await Promise.all([
    build({
      entryPoints: { app: join(folder, 'main.ts'), style: join(folder, 'style', 'index.css') },
      outdir: '/',
      bundle: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'none',
      write: false,
      logLevel: 'silent',
    }),
    readFile(join(folder, 'index.html'), 'utf8'),
    readFile(join(folder, 'icon.svg'), 'utf8'),
  ]);
  const [js, css] = ['.js', '.css'].map(
    end => bundle.outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array(),
  );
  return new Map<string, File>([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/app.js', { type: 'text/javascript; charset=utf-8', body: js ?? '' }],
    ['/style.css', { type: 'text/css; charset=utf-8', body: css ?? '' }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
  ]);
};
