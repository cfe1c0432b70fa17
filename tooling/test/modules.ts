import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

export const compiledPath = (source: string, out: string): string =>
  join(out, source.replace(/\.ts$/, '.mjs'));

/** An esbuild plugin: each module stays a module of its own, which finds the others and believes to be its source. */
export const ownModules = (root: string, out: string): Plugin => ({
  name: 'own-modules',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir, importer }) => {
      if (kind === 'entry-point') return undefined;
      if (!path.startsWith('.')) return { path, external: true };
      const from = dirname(compiledPath(relative(root, importer), out));
      const imported = resolve(resolveDir, path);
      const to = imported.endsWith('.ts') ? compiledPath(relative(root, imported), out) : imported;
      return { path: `./${relative(from, to).split(sep).join('/')}`, external: true };
    });
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.includes('import.meta') ? placed(text, path) : text, loader: 'ts' };
    });
    build.initialOptions.define = {
      'import.meta.url': 'curfewModule.url',
      'import.meta.dirname': 'curfewModule.dirname',
      'import.meta.filename': 'curfewModule.filename',
    };
  },
});

/** On the first line, so that every line keeps its number. */
const placed = (text: string, path: string): string => {
  const place = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path };
  return `const curfewModule = ${JSON.stringify(place)};${text}`;
};
