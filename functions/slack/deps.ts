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
  /** ms */
  now: () => number;
  newId: () => string;
  log: Log;
  command: string;
};
