import { buildSlack } from '../bundles/build.ts';
import { fileUrl, inFreshNode, median, milliseconds, ratio, repeated } from '../measure.ts';
import type { Row, Section } from '../report.ts';
import { openPorts, type Ports } from './ports.ts';

export type ColdSize = {
  /** Fresh processes per bundle; the median counts. */
  clicks: number;
};

type Answered = { statusCode: number; loaded: number; answered: number };

/** The shortcut of a person in the emulated Slack, answered by a process that starts for it. */
const coldClick = async ({ story, env }: Ports, file: string, opensForm: boolean): Promise<Answered> => {
  let answered: Answered | undefined;
  story.app.handler = async event => {
    answered = await inFreshNode<Answered>(
      ['bench/cold/answer.mjs', fileUrl(file), JSON.stringify(event)],
      env,
    );
    return { statusCode: answered.statusCode, body: '' };
  };
  const alice = story.as('alice');
  await alice.shortcut('request_aws_access');
  await story.slack.settled();
  if (answered?.statusCode !== 200) throw new Error(`It answered ${JSON.stringify(answered)}`);
  if (alice.modals().length > 0 !== opensForm) throw new Error(`${file} did not do its work`);
  if (opensForm) await alice.modal().close();
  return answered;
};

/** From the start of a process to its answer to a signed shortcut, over HTTP to tables and Slack on this machine. */
export const coldSection = async ({ clicks }: ColdSize): Promise<Section> => {
  const { slack, unstubbed, empty } = await buildSlack();
  const handlers = [
    { name: 'empty: checks the signature', file: empty.file, opensForm: false },
    { name: 'slack', file: slack.file, opensForm: true },
    { name: 'slack with all of Bolt', file: unstubbed.file, opensForm: true },
  ];
  const ports = await openPorts();
  const rounds = await repeated(clicks, () =>
    repeated(handlers.length, async index => {
      const handler = handlers[index];
      if (handler === undefined) throw new RangeError(`There is no handler ${index}`);
      return coldClick(ports, handler.file, handler.opensForm);
    }),
  );
  await ports.close();
  const medians = handlers.map((_, index) => {
    const all = rounds.flatMap(round => round[index] ?? []);
    return {
      loaded: median(all.map(({ loaded }) => loaded)),
      answered: median(all.map(({ answered }) => answered)),
    };
  });
  const least = medians[0]?.answered ?? Number.NaN;
  const rows = handlers.map(({ name }, index): Row => {
    const { loaded = 0, answered = 0 } = medians[index] ?? {};
    return {
      cells: [
        name,
        milliseconds(loaded),
        milliseconds(answered - loaded),
        milliseconds(answered),
        ratio(answered, least),
      ],
    };
  });
  return {
    title: 'A cold click, from the start of the process to its answer',
    head: ['shortcut', 'loaded', 'handled', 'answered', '÷ empty'],
    rows,
    notes: [
      `Median of ${clicks} fresh processes each, by turns; tables and Slack are on ports of this machine.`,
    ],
  };
};
