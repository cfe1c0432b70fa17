import { budgets } from '../budgets.ts';
import { inFreshNode, median, milliseconds, repeated, timed } from '../measure.ts';
import { atMost, type Row, type Section } from '../report.ts';
import type { Many } from './many.ts';
import type { ManyReal } from './many-real.ts';
import { monthOnEngine } from './month.ts';
import { monthWithHandlers } from './month-real.ts';

export type MonthSize = { times: number };

/** A grant of 30 days, simulated. */
export const monthSection = async ({ times }: MonthSize): Promise<Section> => {
  const engine = await repeated(times, async () => (await timed(monthOnEngine)).ms);
  const handlers = await repeated(times, monthWithHandlers);
  return {
    title: 'A grant of 30 days, simulated',
    head: ['with', 'first', 'median'],
    rows: [
      {
        cells: ['the engine alone', milliseconds(engine[0] ?? 0), milliseconds(median(engine))],
        budget: atMost(median(engine), budgets.monthMs, ' ms', false),
      },
      {
        cells: [
          'shipped handlers, tables, Slack',
          milliseconds(handlers[0] ?? 0),
          milliseconds(median(handlers)),
        ],
      },
    ],
    notes: [`${times} times, from the request to the last state; without the sweeper's 8,640 rounds.`],
  };
};

export type ManySize = {
  /** Open at once. */
  grants: number;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const count = (value: number): string => value.toLocaleString('en');
const megabytes = (value: number): string => `${Math.round(value)} MB`;

const engineRows = (many: Many): Row[] => {
  const bothMs = many.openMs + many.endMs;
  const held = many.count === budgets.openGrants;
  return [
    { cells: ['open them: ask, approve, grant', seconds(many.openMs)] },
    { cells: ['end them, within one minute', seconds(many.endMs)] },
    {
      cells: ['both', seconds(bothMs)],
      ...(held && { budget: atMost(bothMs / 1000, budgets.openGrantsSeconds, ' s', false) }),
    },
    { cells: ['processor time of both', seconds(many.processorMs)] },
    { cells: ['state transitions', count(many.transitions)] },
    { cells: ['heap with all open', megabytes(many.heapMegabytes)] },
    {
      cells: ['resident at the peak', megabytes(many.peakMegabytes)],
      ...(held && { budget: atMost(many.peakMegabytes, budgets.openGrantsMegabytes, ' MB', false) }),
    },
  ];
};

/** Very many grants side by side on the engine alone, in a process of its own. */
export const manySection = async ({ grants }: ManySize): Promise<Section> => {
  const child = ['--expose-gc', '--import', 'tsx', 'bench/engine/many-child.ts', String(grants)];
  return {
    title: `${count(grants)} open grants on the engine`,
    head: ['', 'measured'],
    rows: engineRows(await inFreshNode<Many>(child)),
    notes: ['The real machine; behind its states one entry in memory each. MB are of 2^20 bytes.'],
  };
};

const handlerRows = (many: ManyReal): Row[] => {
  const each = (ms: number) => milliseconds(ms / many.count);
  return [
    { cells: ['submit, open, ask', each(many.askMs)] },
    { cells: ['approve, grant, notify', each(many.grantMs)] },
    { cells: ['warn, revoke, notify', each(many.endMs)] },
    { cells: ['calls to DynamoDB', (many.dynamodb / many.count).toFixed(1)] },
  ];
};

/** Fewer, with the shipped handlers over the tables, AWS and Slack in memory. */
export const handlersSection = async ({ grants }: ManySize): Promise<Section> => {
  const child = ['--import', 'tsx', 'bench/engine/many-real-child.ts', String(grants)];
  return {
    title: `${count(grants)} open grants with the shipped handlers`,
    head: ['', 'per request'],
    rows: handlerRows(await inFreshNode<ManyReal>(child)),
    notes: ['An IAM group, one approval, a warning; everything around Curfew runs in the same process.'],
  };
};
