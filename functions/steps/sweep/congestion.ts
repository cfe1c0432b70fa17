import type { RequestRecord } from '../../domain/record.ts';
import { hour, type Iso, minute, toIso, toMs } from '../../domain/time.ts';
import { congestionPage } from '../../slack/messages/index.ts';
import { notify } from '../../slack/notify/notify.ts';
import { postToSecurity } from '../../slack/notify/security.ts';
import { asking, isOpen, overdueBy, type Sweep } from './sweeping.ts';

/** What is this late without a refusal is said. */
const lateMs = 5 * minute;
const sayAgainMs = hour;
/** Requesters notified in one sweep; the next one is a minute away, and most hear of their end instead. */
const requestersAtOnce = 20;

/** One queue in AWS, by the name that kinds give it. */
type Queue = { name: string; records: RequestRecord[] };

/**
 * Of revocations that AWS neither does nor refuses: tells security once for each queue and hour, and each requester once.
 * `jobs`: by name, when each was said last.
 */
export const sayCongestion = async (
  sweep: Sweep,
  worker: string,
  jobs: Record<string, Iso>,
): Promise<void> => {
  const { deps } = sweep;
  const late = sweep.stillLive.filter(
    record => record.status === 'REVOKING' && latenessOf(sweep, record) > lateMs,
  );
  for (const queue of queuesOf(sweep, late)) {
    const said = jobs[queue.name];
    if (said !== undefined && deps.now() - toMs(said) < sayAgainMs) continue;
    await trying(sweep, async () => {
      await notifySecurityOf(sweep, queue);
      await deps.sweepLease.ran(worker, queue.name, toIso(deps.now()));
    });
  }
  await notifyRequesters(sweep, late);
};

const latenessOf = ({ deps }: Sweep, { endAskedAt, until, endsBy }: RequestRecord): number =>
  overdueBy(deps, endAskedAt ?? until ?? endsBy);

/** Whatever Slack does, the sweep goes on, and the next one says what this one could not. */
const trying = async ({ deps, slack }: Sweep, say: () => Promise<void>): Promise<void> => {
  if (!isOpen(slack)) return;
  try {
    await asking(slack, say);
  } catch (error) {
    deps.log.error('Nobody could be told that revocations wait.', { error: String(error) });
  }
};

const queuesOf = ({ deps }: Sweep, records: readonly RequestRecord[]): Queue[] => {
  const queues = new Map<string, RequestRecord[]>();
  for (const record of records) {
    const kind = deps.kinds[record.kind];
    const names = record.targets.map(({ target }) => `congestion ${kind?.queue(target) ?? record.kind}`);
    for (const name of new Set(names)) queues.set(name, [...(queues.get(name) ?? []), record]);
  }
  return [...queues].map(([name, waiting]) => ({ name, records: waiting }));
};

const notifySecurityOf = async (sweep: Sweep, { records }: Queue): Promise<void> => {
  const { deps } = sweep;
  const [first] = records;
  if (first === undefined) return;
  const accounts = records.flatMap(({ targets }) => targets.map(({ target }) => target.account.name));
  const page = congestionPage({
    kindLabel: deps.kinds[first.kind]?.label ?? first.kind,
    accounts: [...new Set(accounts)],
    revocations: records.length,
    latestMs: Math.max(...records.map(record => latenessOf(sweep, record))),
  });
  await postToSecurity(deps, page, { channel: first.channel });
};

/** Read again: the machine may have finished meanwhile. */
const notifyRequesters = async (sweep: Sweep, late: readonly RequestRecord[]): Promise<void> => {
  const { deps } = sweep;
  const unaware = late.filter(({ notified }) => notified['dm.delayed'] === undefined);
  const ids = unaware.slice(0, requestersAtOnce).map(({ requestId }) => requestId);
  for (const record of ids.length === 0 ? [] : await deps.requests.getMany(ids)) {
    if (record.status !== 'REVOKING') continue;
    await trying(sweep, () =>
      notify(deps, record, { event: 'delayed', occurrence: 'delayed', to: ['requester', 'card'] }),
    );
  }
};
