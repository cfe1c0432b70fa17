import { loadCatalogFile } from '../../catalog/load.ts';
import { minute } from '../../functions/domain/time.ts';
import { budgets } from '../budgets.ts';
import { atMost, type Section } from '../report.ts';
import { drain } from './drain.ts';

export type SweeperSize = { live: number; untold: number; stuck: number };

const count = (value: number): string => value.toLocaleString('en');

/** Everything is aborted at once, and much else is due: how long until nothing is live. */
export const sweeperSection = async (size: SweeperSize): Promise<Section> => {
  const loaded = await loadCatalogFile('access.example.yml', 1);
  if (!loaded.ok) throw new Error('access.example.yml cannot be read.');
  const role = loaded.catalog.projects.payments?.roles.find(({ name }) => name === 'DatabaseAdmin');
  const target = role?.targets[0];
  if (role === undefined || target === undefined) throw new Error('access.example.yml has no such role.');
  const { sweeps, drainedMs, othersBefore } = await drain({
    ...size,
    catalog: loaded.catalog,
    kind: role.kind,
    target,
  });
  return {
    title: `${count(size.live)} live grants aborted at once, among ${count(size.untold)} untold and ${count(size.stuck)} stuck`,
    head: ['until nothing is live', ''],
    rows: [
      { cells: ['sweeps', String(sweeps)], budget: atMost(sweeps, budgets.drainSweeps, '', true) },
      {
        cells: ['minutes', (drainedMs / minute).toFixed(1)],
        budget: atMost(Number((drainedMs / minute).toFixed(1)), budgets.drainMinutes, '', true),
      },
      {
        cells: ['messages before the last of them', count(othersBefore)],
        budget: atMost(othersBefore, 0, '', true),
      },
    ],
    notes: [
      'In virtual time: the shipped sweeper and kind; a call to AWS takes 90 ms, to DynamoDB 8 ms, to Slack 250 ms. AWS’s quotas are in the storm.',
    ],
  };
};
