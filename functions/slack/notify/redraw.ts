import type { Catalog } from '../../domain/catalog.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import type { Acted } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import { card, dmClosed, type MessageData, type RequestEvent, viewDataOf } from '../messages/index.ts';
import { bestEffort } from '../surfaces/click.ts';

/** Who can decide and how much longer it may become are the catalog's to say; all the rest is in the record. */
const needsCatalog = ({ status }: RequestRecord): boolean => status === 'PENDING' || status === 'GRANTED';

/** The record with what the catalog and its kind say about it now. Every read counts against the time of a click. */
export const data = async (
  { service, kinds, now }: SurfaceDeps,
  record: RequestRecord,
  known?: Catalog,
): Promise<MessageData> => {
  const catalog = known ?? (needsCatalog(record) ? await service.catalog() : undefined);
  return { record, view: viewDataOf(record, catalog, kinds, now()) };
};

/** The card's address is our own note; the clicked message only stands in until that note is written. */
const cardAddress = (data: MessageData, clicked?: MessageAddress): MessageAddress | undefined =>
  data.record.notified.card ?? (clicked?.channel === data.record.channel ? clicked : undefined);

/** Shows the decision on the card at once: buttons gone, who and when. */
export const redrawCard = async (
  deps: SurfaceDeps,
  data: MessageData,
  clicked?: MessageAddress,
): Promise<void> => {
  const address = cardAddress(data, clicked);
  if (address !== undefined) await bestEffort(deps, 'card', deps.slack.update(address, card(data)));
};

const requestEvents: readonly RequestEvent[] = [
  'asked',
  'reminder',
  'approved',
  'granted',
  'ending',
  'extended',
  'extension-failed',
  'ended',
  'failed',
  'denied',
  'cancelled',
  'expired',
  'refused',
  'stuck',
];

/** Which message a row of buttons belongs to: `dm.granted` → `granted`. */
export const eventOf = (blockId: string): RequestEvent | undefined =>
  requestEvents.find(event => blockId === `dm.${event}`);

/** Takes the buttons off the requester's message that was clicked. */
export const closeDm = async (
  deps: SurfaceDeps,
  data: MessageData,
  blockId: string,
  clicked: MessageAddress | undefined,
): Promise<void> => {
  const event = eventOf(blockId);
  if (event === undefined || clicked === undefined) return;
  await bestEffort(deps, 'dm', deps.slack.update(clicked, dmClosed(data, event)));
};

/** The request of a refusal, for its words. */
export const dataOf = async (deps: SurfaceDeps, acted: Acted): Promise<{ data?: MessageData }> =>
  acted.record === undefined ? {} : { data: await data(deps, acted.record) };
