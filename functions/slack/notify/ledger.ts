import type { LedgerAlarm } from '../../domain/notified.ts';
import type { RequestRecord } from '../../domain/record.ts';
import { ledgerPage, manyHeldBackPage, messageDataOf } from '../messages/index.ts';
import type { NotifyDeps } from './deps.ts';
import { postToSecurity } from './security.ts';

/** More than this many at once become one message with a number. */
const mostPages = 5;

/** Pages security once about what the ledger's parts do not agree on. Throws `SlackError`. */
export const notifyLedger = async (
  deps: NotifyDeps,
  record: RequestRecord,
  alarm: LedgerAlarm,
): Promise<void> => {
  const key = `security.${alarm}` as const;
  if (record.notified[key] !== undefined) return;
  const catalog = await deps.catalog.load();
  const data = messageDataOf({ record, catalog, kinds: deps.kinds, now: deps.now() });
  const address = await postToSecurity(deps, ledgerPage(alarm, data), { channel: record.channel });
  await deps.requests.notified(record.requestId, key, address);
};

/** Pages security about requests that are held back: each by itself, or many with a number. Throws `SlackError`. */
export const notifyHeldBack = async (deps: NotifyDeps, records: RequestRecord[]): Promise<void> => {
  const untold = records.filter(({ notified }) => notified['security.held-back'] === undefined);
  const [first] = untold;
  if (first === undefined) return;
  if (untold.length <= mostPages) {
    for (const record of untold) await notifyLedger(deps, record, 'held-back');
    return;
  }
  const page = manyHeldBackPage(untold.length);
  const address = await postToSecurity(deps, page, { channel: first.channel });
  for (const { requestId } of untold) await deps.requests.notified(requestId, 'security.held-back', address);
};
