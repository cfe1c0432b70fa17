import { whoCanDecide } from '../../domain/approval/index.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { RequestRecord } from '../../domain/record.ts';
import { toMs } from '../../domain/time.ts';
import type { KindDescription } from '../../grants/description.ts';
import type { MessageData, ViewData } from './port.ts';

/** What can be said of a kind without AWS. */
export type KindWords = Pick<KindDescription, 'label' | 'describe' | 'howTo' | 'residualMs' | 'principal'>;

/** By kind name. */
export type KindRegistry = Readonly<Record<string, KindWords>>;

type Shown = {
  record: RequestRecord;
  catalog: Catalog | undefined;
  kinds: KindRegistry;
  /** Epoch ms. */
  now: number;
};

/** The record with what the catalog and its kind say about it now. */
export const messageDataOf = (shown: Shown): MessageData => ({
  record: shown.record,
  view: viewDataOf(shown),
});

const extendable = (record: RequestRecord, maxTotalMs: number | undefined): number =>
  record.grantedAt === undefined || record.until === undefined || maxTotalMs === undefined
    ? 0
    : Math.max(0, Math.min(maxTotalMs, record.maxTotalMs) - (toMs(record.until) - toMs(record.grantedAt)));

/**
 * Everything a message shows beyond the record. Without a catalog (or for a role that left it) the record's own
 * snapshot still says what was granted and where.
 */
const viewDataOf = ({ record, catalog, kinds, now }: Shown): ViewData => {
  const kind = kinds[record.kind];
  const role = catalog?.projects[record.project]?.roles.find(({ name }) => name === record.role);
  const { until } = record;
  return {
    now,
    kindLabel: kind?.label ?? record.kind,
    targets: record.targets.map(
      ({ target }) => kind?.describe(target) ?? `${record.role} in ${target.account.name}`,
    ),
    howTo:
      kind === undefined || until === undefined
        ? []
        : record.targets.map(({ target, principal }) => kind.howTo(target, principal, until)),
    residualMs: Math.max(0, ...record.targets.map(({ target }) => kind?.residualMs(target) ?? 0)),
    approvers: catalog === undefined ? [] : whoCanDecide({ record, rules: catalog, now }),
    extendableMs: extendable(record, role?.maxTotalMs),
    ...(role?.note !== undefined && { note: role.note }),
    ...(role?.runbook !== undefined && { runbook: role.runbook }),
  };
};
