import type { LedgerAlarm } from '../../domain/notified.ts';
import type { HeldBack } from '../../domain/record.ts';
import { toMs } from '../../domain/time.ts';
import type { Message } from '../port.ts';
import { actions, button, confirmation, saying, withBlocks } from './blocks.ts';
import { what, where, who } from './phrases.ts';
import type { MessageData } from './port.ts';
import { free, list, when } from './text.ts';

const endOf = ({ record }: MessageData): string | undefined => {
  const end = record.until ?? record.endsBy;
  return end === undefined ? undefined : `By the record it ends ${when(toMs(end))}.`;
};

const principals = ({ record }: MessageData): string =>
  `In AWS: ${list([...new Set(record.targets.map(({ principal }) => free(principal, 100)))], 'and', 5)}`;

const reasons: Record<HeldBack, (data: MessageData) => string[]> = {
  behind: data => [
    `:rotating_light: *The record of a request is older than its audit.* Curfew grants and revokes nothing on its word: ${what(data)} for ${who(data)}.`,
  ],
  lost: data => [
    `:rotating_light: *The record of a live request was lost.* ${who(data)} has ${what(data)}.`,
    'Audit and holders agree on it, so it was put back. Curfew takes the access away a quarter of an hour after its end.',
  ],
  unexplained: () => [
    ':rotating_light: *The record of a live request was lost, and the audit does not explain it.* Only a holder is left. Nothing is taken away until one of you says so.',
  ],
};

const heldBack = (data: MessageData): Message => {
  const { requestId, heldBack: why = 'behind' } = data.record;
  return withBlocks(
    saying(
      ...reasons[why](data),
      where(data),
      principals(data),
      endOf(data),
      'Was a table restored, or edited? `npm run curfew -- reconcile` shows what differs and settles it.',
    ),
    actions('security', [
      button({
        label: 'End access now',
        action: 'end-held-back',
        requestId,
        style: 'danger',
        confirm: confirmation({
          title: 'End this access now?',
          text: 'Curfew takes away what audit and holders say it gave. Only people of security can do this.',
          yes: 'End now',
          no: 'Not now',
        }),
      }),
      button({ label: 'Details', action: 'details', requestId }),
    ]),
  );
};

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
