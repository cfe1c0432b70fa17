import type { Catalog } from '../../domain/catalog.ts';
import { dmEventOf } from '../../domain/notified.ts';
import type { MessageAddress, RequestRecord } from '../../domain/record.ts';
import type { Acted } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import { cardRow, type MessageData, messageDataOf } from '../messages/index.ts';
import * as notify from '../notify/redraw.ts';
import { bestEffort, type Click } from './click.ts';

/** Only the catalog says who can decide and how much longer it may become, which matters no more once its end is asked for. */
const needsCatalog = ({ status, wake }: RequestRecord): boolean =>
  status === 'PENDING' || (status === 'GRANTED' && wake !== 'end');

/**
 * A request as messages show it. `known`: the catalog, when it was read already: every read takes time of the click.
 */
export const shown = async (
  { service, kinds, now }: SurfaceDeps,
  record: RequestRecord,
  known?: Catalog,
): Promise<MessageData> => {
  const catalog = known ?? (needsCatalog(record) ? await service.catalog() : undefined);
  return messageDataOf({ record, catalog, kinds, now: now() });
};

/** The request that a click was about, as it is after the click; undefined when there is none. */
export const shownAfter = async (deps: SurfaceDeps, acted: Acted): Promise<MessageData | undefined> =>
  acted.record === undefined ? undefined : shown(deps, acted.record);

/** What of a click, or of the form that it opened, says which message had the button. */
export type Clicked = { blockId?: string; message?: MessageAddress };

/** Redraws the request's cards, the clicked one among them; a failure is only logged. */
export const tryRedrawCard = (
  deps: SurfaceDeps,
  data: MessageData,
  { blockId, message }: Clicked,
): Promise<void> => {
  const clicked = blockId === cardRow ? message : undefined;
  return bestEffort(deps, 'card', notify.redrawCards(deps.slack, data, clicked));
};

/** Removes the buttons of the direct message that was clicked; a failure is only logged. */
export const closeClickedDm = async (
  deps: SurfaceDeps,
  data: MessageData,
  { blockId, message }: Click,
): Promise<void> => {
  const event = dmEventOf(blockId);
  if (event === undefined || message === undefined) return;
  await bestEffort(deps, 'dm', notify.closeDm(deps.slack, data, event, message));
};
