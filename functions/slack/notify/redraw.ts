import type { Catalog } from '../../domain/catalog.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import type { Acted } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import { card, dmClosed, factsOf, type Happening, type Told } from '../messages/index.ts';
import { bestEffort } from '../surfaces/click.ts';

/** Who can decide and how much longer it may become are the catalog's to say; all the rest is in the record. */
const needsCatalog = ({ status }: RequestRecord): boolean => status === 'PENDING' || status === 'GRANTED';

/** The record with what the catalog and its kind say about it now. Every read counts against the time of a click. */
export const told = async (
  { service, kinds, now }: SurfaceDeps,
  record: RequestRecord,
  known?: Catalog,
): Promise<Told> => {
  const catalog = known ?? (needsCatalog(record) ? await service.catalog() : undefined);
  return { record, facts: factsOf(record, catalog, kinds, now()) };
};

/** The card's address is our own note; the clicked message only stands in until that note is written. */
const cardAddress = (told: Told, clicked?: MessageAddress): MessageAddress | undefined =>
  told.record.told.card ?? (clicked?.channel === told.record.channel ? clicked : undefined);

/** Shows the decision on the card at once: buttons gone, who and when. */
export const redrawCard = async (deps: SurfaceDeps, told: Told, clicked?: MessageAddress): Promise<void> => {
  const address = cardAddress(told, clicked);
  if (address !== undefined) await bestEffort(deps, 'card', deps.slack.update(address, card(told)));
};

const happenings: readonly Happening[] = [
  'asked',
  'reminder',
  'approved',
  'granted',
  'expiring',
  'extended',
  'extension-failed',
  'ended',
  'failed',
  'denied',
  'cancelled',
  'lapsed',
  'refused',
  'stuck',
];

/** Which message a row of buttons belongs to: `dm.granted` → `granted`. */
export const happeningOf = (blockId: string): Happening | undefined =>
  happenings.find(happening => blockId === `dm.${happening}`);

/** Takes the buttons off the requester's message that was clicked. */
export const closeDm = async (
  deps: SurfaceDeps,
  told: Told,
  blockId: string,
  clicked: MessageAddress | undefined,
): Promise<void> => {
  const happening = happeningOf(blockId);
  if (happening === undefined || clicked === undefined) return;
  await bestEffort(deps, 'dm', deps.slack.update(clicked, dmClosed(told, happening)));
};

/** The request of a refusal, for its words. */
export const toldOf = async (deps: SurfaceDeps, acted: Acted): Promise<{ told?: Told }> =>
  acted.record === undefined ? {} : { told: await told(deps, acted.record) };
