import type { Bundle } from '../../tooling/build/esbuild.ts';
import { budgets } from '../budgets.ts';
import { nowhere } from '../environment.ts';
import { fileUrl, inFreshNode, kilobytes, median, milliseconds, repeated } from '../measure.ts';
import { atMost, type Row, type Section } from '../report.ts';
import { buildOthers, buildSlack } from './build.ts';

export type BundlesSize = {
  /** Fresh processes per bundle whose load is measured; the median counts. */
  loads: number;
};

const loadMs = (file: string): Promise<number> =>
  inFreshNode<number>(['bench/bundles/load.mjs', fileUrl(file)], nowhere);

type Load = { ms: number; toUnstubbed: number; toEmpty: number };

/** Loads the bundles in turns and compares within a turn, so that a busy moment of the computer affects all of them. */
const loadsOf = async (files: { slack: string; unstubbed: string; empty: string }, times: number) => {
  const rounds = await repeated(times, async () => ({
    slack: await loadMs(files.slack),
    unstubbed: await loadMs(files.unstubbed),
    empty: await loadMs(files.empty),
  }));
  return (name: keyof typeof files): Load => ({
    ms: median(rounds.map(round => round[name])),
    toUnstubbed: median(rounds.map(round => round[name] / round.unstubbed)),
    toEmpty: median(rounds.map(round => round[name] / round.empty)),
  });
};

const loading = (name: string, { bytes }: Bundle, { ms, toUnstubbed, toEmpty }: Load): Row => ({
  cells: [name, kilobytes(bytes), milliseconds(ms), toUnstubbed.toFixed(2), toEmpty.toFixed(2)],
});

/** Kilobytes of every Lambda, and how long those that answer Slack take to load. */
export const bundlesSection = async ({ loads }: BundlesSize): Promise<Section> => {
  const { slack, unstubbed, empty } = await buildSlack();
  const others = await buildOthers();
  const files = { slack: slack.file, unstubbed: unstubbed.file, empty: empty.file };
  const loadOf = await loadsOf(files, loads);
  const own = loadOf('slack');
  return {
    title: 'Bundles',
    head: ['Lambda', 'minified', 'load', '÷ whole Bolt', '÷ empty'],
    rows: [
      {
        ...loading('slack', slack, own),
        budget: atMost(slack.bytes / 1000, budgets.slackKilobytes, ' kB', true),
      },
      {
        cells: ['slack, its load', '', milliseconds(own.ms), own.toUnstubbed.toFixed(2), ''],
        budget: atMost(own.toUnstubbed, budgets.slackLoadRatio, ' of whole Bolt', false),
      },
      loading('slack with all of Bolt', unstubbed, loadOf('unstubbed')),
      loading('empty: checks the signature', empty, loadOf('empty')),
      ...others.map(({ name, bundle }) => ({ cells: [name, kilobytes(bundle.bytes), '', '', ''] })),
    ],
    notes: [`Load: import of the bundle, median of ${loads} fresh processes each; ratios within one turn.`],
  };
};
