import type { LedgerAlarm } from '../../domain/notified.ts';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, saying, withBlocks } from './blocks.ts';
import { what, where, who } from './phrases.ts';
import type { MessageData } from './port.ts';
import { when } from './text.ts';

const endOf = ({ record }: MessageData): string | undefined => {
  const end = record.until ?? record.endsBy;
  return end === undefined ? undefined : `By the record it ends ${when(toMs(end))}.`;
};

const heldBack = (data: MessageData): Message =>
  withBlocks(
    saying(
      `:rotating_light: *The record of a request is older than its audit.* Curfew grants and revokes nothing on its word: ${what(data)} for ${who(data)}.`,
      where(data),
      endOf(data),
      'Was a table restored, or edited? `npm run curfew -- reconcile` shows what differs and settles it.',
    ),
    actions('security', [button({ label: 'Details', action: 'details', requestId: data.record.requestId })]),
  );

const holderLost = (data: MessageData): Message =>
  withBlocks(
    saying(
      `:warning: *An entry of the table of holders was lost.* Record and audit agree that Curfew gave ${what(data)} to ${who(data)}, so it was put back and the access is taken back at its end.`,
      where(data),
      'Nothing is needed for this request. Find out who changed the table, or restored it.',
    ),
    actions('security', [button({ label: 'Details', action: 'details', requestId: data.record.requestId })]),
  );

const catalogBehind = (data: MessageData): Message =>
  saying(
    `:rotating_light: *The rules in force are older than the ones that were applied last.* Nothing is granted by them; just now ${who(data)} was refused ${what(data)}.`,
    'Was the table of projects restored? Put access.yml in force again: `npm run curfew -- apply`.',
  );

const pages: Record<LedgerAlarm, (data: MessageData) => Message> = {
  'held-back': heldBack,
  'holder-lost': holderLost,
  'catalog-behind': catalogBehind,
};

/** For the security channel: the parts of the ledger do not agree on this request. */
export const ledgerPage = (alarm: LedgerAlarm, data: MessageData): Message => pages[alarm](data);

/** The same once for many: `requests` is how many are held back. */
export const manyHeldBackPage = (requests: number): Message =>
  saying(
    `:rotating_light: *The records of ${requests} requests are older than their audit.* Curfew grants and revokes nothing on their word.`,
    'Was a table restored? `npm run curfew -- reconcile` shows what differs and settles it, one by one or all alike.',
  );
