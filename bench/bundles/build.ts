import { basename } from 'node:path';
import { type Bundle, bundle, lambdas } from '../../tooling/build/esbuild.ts';

export type Built = { name: string; bundle: Bundle };

const folder = '.build/bench';

type SlackBundles = { slack: Bundle; unstubbed: Bundle; empty: Bundle };

let built: Promise<SlackBundles> | undefined;

/** The three ways to answer Slack that are compared. Built once. */
export const buildSlack = (): Promise<SlackBundles> => {
  built ??= build();
  return built;
};

const build = async (): Promise<SlackBundles> => ({
  slack: await bundle('functions/slack.ts', { stub: true, outdir: folder }),
  unstubbed: await bundle('functions/slack.ts', { stub: false, outdir: `${folder}/unstubbed` }),
  empty: await bundle('bench/bundles/empty.ts', { stub: true, outdir: folder }),
});

/** Every Lambda but the one that faces Slack. */
export const buildOthers = async (): Promise<Built[]> => {
  const others: Built[] = [];
  for (const entry of lambdas().filter(path => basename(path) !== 'slack.ts')) {
    others.push({
      name: basename(entry, '.ts'),
      bundle: await bundle(entry, { stub: true, outdir: folder }),
    });
  }
  return others;
};
