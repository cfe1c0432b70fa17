import type { App } from '@slack/bolt';
import type { SurfaceDeps } from '../deps.ts';

/** One place in Slack where people use Curfew; what it listens to must be in the app's manifest. */
export type Surface = {
  name: string;
  /** Callback ids of shortcuts. */
  shortcuts?: string[];
  /** Listens to the configured slash command. */
  command?: true;
  /** Bot events. */
  events?: string[];
  register: (app: App, deps: SurfaceDeps) => void;
};
