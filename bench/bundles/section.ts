import { budgets } from '../budgets.ts';
import { nowhere } from '../environment.ts';
import { fileUrl, inFreshNode, kilobytes, median, milliseconds, ratio, repeated } from '../measure.ts';
import { atMost, type Row, type Section } from '../report.ts';
import { buildOthers, buildSlack } from './build.ts';

export type BundlesSize = {
  /** Fresh processes per bundle whose load is measured; the median counts. */
  loads: number;
};

const loadMs = (file: string): Promise<number> =>
  inFreshNode<number>(['bench/bundles/load.mjs', fileUrl(file)], nowhere);

/** By turns, so that a busy moment of the machine strikes all alike. */
const loadsOf = async (files: readonly string[], times: number): Promise<number[]> => {
  const rounds = await repeated(times, () => repeated(files.length, index => loadMs(files[index] ?? '')));
  return files.map((_, index) => median(rounds.map(round => round[index] ?? Number.NaN)));
};

/** Kilobytes of every Lambda, and how long those that answer Slack take to load. */
export const bundlesSection = async ({ loads }: BundlesSize): Promise<Section> => {
  const { slack, unstubbed, empty } = await buildSlack();
  const others = await buildOthers();
  const [slackMs = 0, unstubbedMs = 0, emptyMs = 0] = await loadsOf(
    [slack.file, unstubbed.file, empty.file],
    loads,
  );
  const loading = (name: string, bytes: number, ms: number): Row => ({
    cells: [name, kilobytes(bytes), milliseconds(ms), ratio(ms, unstubbedMs), ratio(ms, emptyMs)],
  });
  return {
    title: 'Bundles',
    head: ['Lambda', 'minified', 'load', '÷ whole Bolt', '÷ empty'],
    rows: [
      {
        ...loading('slack', slack.bytes, slackMs),
        budget: atMost(slack.bytes / 1000, budgets.slackKilobytes, ' kB', true),
      },
      {
        cells: ['slack, its load', '', milliseconds(slackMs), ratio(slackMs, unstubbedMs), ''],
        budget: atMost(slackMs / unstubbedMs, budgets.slackLoadRatio, ' of whole Bolt', false),
      },
      loading('slack with all of Bolt', unstubbed.bytes, unstubbedMs),
      loading('empty: checks the signature', empty.bytes, emptyMs),
      ...others.map(({ name, bundle }) => ({ cells: [name, kilobytes(bundle.bytes), '', '', ''] })),
    ],
    notes: [`Load: import of the bundle, median of ${loads} fresh processes each, by turns.`],
  };
};
