import { approving } from './requests/approving.ts';
import { events } from './requests/events.ts';
import { granting } from './requests/granting.ts';
import type { Requests } from './requests/port.ts';
import { queries } from './requests/queries.ts';
import { revoking } from './requests/revoking.ts';
import { createTable } from './requests/write.ts';
import type { Store } from './store.ts';

export type { ActiveRequest, DecisionWrite, Opening, Requests } from './requests/port.ts';

/** The conditional writes on `requests`, one method a row of the ledger's table. */
export const createRequests = (store: Store, name: string): Requests => {
  const table = createTable(store, name);
  return { ...approving(table), ...granting(table), ...revoking(table), ...events(table), ...queries(table) };
};
