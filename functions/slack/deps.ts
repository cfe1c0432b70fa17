import type { Log } from '../runtime/log.ts';
import type { Service } from '../service/port.ts';
import type { Identified, SlackAccount } from './identify.ts';
import type { KindRegistry } from './messages/index.ts';
import type { SlackApi } from './port.ts';

/** What every surface is given. */
export type SurfaceDeps = {
  service: Service;
  identify: (account: SlackAccount) => Promise<Identified>;
  slack: SlackApi;
  kinds: KindRegistry;
  /** Epoch ms. */
  now: () => number;
  /** A request id that nobody has used. */
  newId: () => string;
  log: Log;
  /** With its slash, e.g. `/access`. */
  command: string;
};
