import type { BuildOptions } from 'esbuild';

declare function options(): BuildOptions & { outputFileExtension: '.mjs'; exclude: string[] };
declare namespace options {
  const esbuildOptions: BuildOptions;
}
export = options;
