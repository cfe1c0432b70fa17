import { loadCatalogFile } from '../../catalog/load.ts';
import { second } from '../../functions/domain/time.ts';
import { kindDescriptions } from '../../functions/grants/descriptions.ts';
import { budgets } from '../budgets.ts';
import { atMost, type Row, type Section } from '../report.ts';
import type { Quota } from './quota.ts';
import { type Storm, type StormOptions, storm } from './storm.ts';

/** Identity Center's own limits, which are the tighter ones; IAM names none and throttles by account. */
const quota: Quota = { callsPerSecond: 20, burst: 40, latencyMs: [40, 160] };
const operationMs = [4 * second, 12 * second] as const;
const atOnce = 10;

const targetsByKind = async (): Promise<[kind: string, target: StormOptions['target']][]> => {
  const loaded = await loadCatalogFile('access.example.yml', 1);
  if (!loaded.ok) throw new Error('access.example.yml cannot be read.');
  const roles = Object.values(loaded.catalog.projects).flatMap(project => project.roles);
  // One kind for each queue of AWS: those that share one meet the same limits.
  const queues = new Set<string>();
  const each = Object.keys(kindDescriptions).map((kind): [string, StormOptions['target']] => {
    const target = roles.find(role => role.kind === kind)?.targets[0];
    if (target === undefined) throw new Error(`access.example.yml has no role of kind ${kind}.`);
    return [kind, target];
  });
  return each.filter(([kind, target]) => {
    const queue = kindDescriptions[kind]?.queue(target) ?? kind;
    const first = !queues.has(queue);
    queues.add(queue);
    return first;
  });
};

/** What no order of work can beat: every call that one revocation by itself needs, and every operation, ten at once. */
const bestMs = (alone: Storm, all: Storm, grants: number): number =>
  Math.max((grants * alone.calls * second) / quota.callsPerSecond, all.operationsMs / atOnce, 60 * second);

const seconds = (ms: number): string => `${Math.round(ms / second).toLocaleString('en')} s`;

/** Grants that all end in one minute, against what AWS takes. */
export const stormSection = async ({ grants }: { grants: number }): Promise<Section> => {
  const rows: Row[] = [];
  for (const [kind, target] of await targetsByKind()) {
    const options = { kind, target, quota, operationMs, seed: 20_261_120 };
    const alone = await storm({ ...options, grants: 1 });
    const all = await storm({ ...options, grants });
    const ratio = all.lastMs / bestMs(alone, all, grants);
    rows.push({
      cells: [
        kind,
        seconds(all.lastMs),
        seconds(bestMs(alone, all, grants)),
        ratio.toFixed(2),
        (all.attempts / grants).toFixed(1),
        String(all.mostAttempts),
        String(all.stuck),
      ],
      budget: atMost(Number(ratio.toFixed(2)), budgets.stormRatio, '', true),
    });
  }
  return {
    title: `${grants.toLocaleString('en')} grants that end in one minute`,
    head: ['kind', 'last gone', 'best', 'ratio', 'attempts each', 'at most', 'given up'],
    rows,
    notes: [
      `In virtual time: the shipped kinds, tried again as the machine's file says, against ${quota.callsPerSecond} calls a second and, where AWS works on it by itself, ${atOnce} operations at once of 4 to 12 s.`,
      'Best: every call that one revocation by itself needs, at that rate, or every operation, ten at once.',
    ],
  };
};
