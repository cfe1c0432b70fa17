import type { RequestRecord } from '../../domain/record.ts';
import { hour, type Iso, minute, toIso, toMs } from '../../domain/time.ts';
import { congestionPage } from '../../slack/messages/index.ts';
import { asking, isOpen, overdueBy, type Sweep } from './sweeping.ts';

/** What is this late without a refusal is said. */
const lateMs = 5 * minute;
const sayAgainMs = hour;

/** One queue in AWS: a kind in an account. */
type Queue = { name: string; kind: string; where: string; records: RequestRecord[] };

/**
 * Tells security, once for each queue and hour, of revocations that AWS neither does nor refuses. `jobs`: by name, when
 * each was said last.
 */
export const sayCongestion = async (
  sweep: Sweep,
  worker: string,
  jobs: Record<string, Iso>,
): Promise<void> => {
  const { deps, slack } = sweep;
  const late = sweep.stillLive.filter(
    record => record.status === 'REVOKING' && latenessOf(sweep, record) > lateMs,
  );
  for (const queue of queuesOf(late)) {
    const said = jobs[queue.name];
    if (said !== undefined && deps.now() - toMs(said) < sayAgainMs) continue;
    if (!isOpen(slack)) return;
    try {
      await asking(slack, () => say(sweep, queue));
      await deps.sweepLease.ran(worker, queue.name, toIso(deps.now()));
    } catch (error) {
      deps.log.error('Security could not be told that revocations wait.', { error: String(error) });
    }
  }
};

const latenessOf = ({ deps }: Sweep, { endAskedAt, until, endsBy }: RequestRecord): number =>
  overdueBy(deps, endAskedAt ?? until ?? endsBy);

const queuesOf = (records: readonly RequestRecord[]): Queue[] => {
  const queues = new Map<string, Queue>();
  for (const record of records) {
    const account = record.targets[0]?.target.account;
    const name = `congestion ${record.kind} ${account?.id ?? ''}`;
    const known = queues.get(name) ?? { name, kind: record.kind, where: account?.name ?? '', records: [] };
    queues.set(name, { ...known, records: [...known.records, record] });
  }
  return [...queues.values()];
};

const say = async (sweep: Sweep, { kind, where, records }: Queue): Promise<void> => {
  const { deps } = sweep;
  const [first] = records;
  const channel = (await deps.catalog.load())?.settings.securityChannel ?? first?.channel ?? '';
  const latestMs = Math.max(...records.map(record => latenessOf(sweep, record)));
  const kindLabel = deps.kinds[kind]?.label ?? kind;
  await deps.slack.post(channel, congestionPage({ kindLabel, where, revocations: records.length, latestMs }));
};
