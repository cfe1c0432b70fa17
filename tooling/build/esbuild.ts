import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import options from './options.cjs';

export interface Bundle {
  /** Path of the `.mjs` file. */
  file: string;
  bytes: number;
  /** esbuild's account of what went in, by input file. */
  metafile: Metafile;
}

export interface BundleOptions {
  /** False keeps Bolt's unused receivers in, to measure what leaving them out saves. */
  stub: boolean;
  /** Default: a folder in `.build`. */
  outdir?: string;
}

/** Bundles one Lambda exactly as `serverless package` does. `entry`: path of its TypeScript file. */
export async function bundle(entry: string, { stub, outdir }: BundleOptions): Promise<Bundle> {
  const file = join(
    outdir ?? (stub ? '.build/functions' : '.build/unstubbed'),
    `${basename(entry, '.ts')}.mjs`,
  );
  const plugins =
    options.esbuildOptions.plugins?.filter(({ name }) => stub || name !== 'bolt-receivers') ?? [];
  const settings: BuildOptions = { ...options.esbuildOptions, plugins };
  const { metafile } = await build({ ...settings, entryPoints: [entry], outfile: file, metafile: true });
  const bytes = Object.entries(metafile.outputs).find(([name]) => name.endsWith('.mjs'))?.[1].bytes ?? 0;
  return { file, bytes, metafile };
}

/** The Lambdas: the TypeScript files directly in `functions/`. */
export function lambdas(folder = 'functions'): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(folder, entry.name))
    .sort();
}

/** Bytes that each npm package, or `own` for this repository, adds to a bundle; largest first. */
export function contents({ metafile }: Bundle): [name: string, bytes: number][] {
  const sums = new Map<string, number>();
  for (const [name, output] of Object.entries(metafile.outputs)) {
    if (!name.endsWith('.mjs')) continue;
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const owner = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'own';
      sums.set(owner, (sums.get(owner) ?? 0) + bytesInOutput);
    }
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}
