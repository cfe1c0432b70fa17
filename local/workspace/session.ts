import type { Catalog } from '../../functions/domain/catalog.ts';
import type { Log } from '../../functions/runtime/log.ts';
import manifest from '../../slack-manifest/manifest.json' with { type: 'json' };
import { createInstallation, type Installation } from '../installation.ts';
import { createFaults, type Faults } from './faults.ts';
import { awsOf, requestsOf, slackOf } from './observe.ts';
import { createSightings, type Sightings } from './sightings.ts';
import type { WorkspaceView } from './view.ts';
import { createMark, type Mark } from './walk.ts';

export type SessionOptions = {
  catalog: Catalog;
  /** Shown on the page. */
  configuration: string;
  log?: Log;
};

/** One installation and what is watched of it. */
export type Run = {
  number: number;
  world: Installation;
  faults: Faults;
  mark: Mark;
  sightings: Sightings;
};

export interface Session {
  run(): Run;
  view(): Promise<WorkspaceView>;
  /** A new installation in place of this one. */
  startOver(): Promise<void>;
  /** Calls back when there is something new to see; the result stops it. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

const app = { userId: 'U0CURFEW', name: 'Curfew' };
/** Slack's menus, as the manifest fills them. */
const [shortcut] = manifest.features.shortcuts.map(({ callback_id: callbackId, name, description }) => ({
  callbackId,
  name,
  description,
}));
const [command] = manifest.features.slash_commands.map(each => each.command);
if (shortcut === undefined || command === undefined)
  throw new Error('The manifest has no shortcut or no command: there is no way in.');
const ways = { command, shortcut };

/** How often to look at the engine, in real ms: states between two messages show nowhere else. */
const lookEveryMs = 200;

const begin = async ({ catalog, log }: SessionOptions, number: number, changed: () => void): Promise<Run> => {
  const world = await createInstallation({ catalog, flow: true, ...(log !== undefined && { log }) });
  const hasBegun = (requestId: string) =>
    world.execution(requestId).events.some(({ details }) => details?.name === 'Grant');
  const run = {
    number,
    world,
    faults: createFaults(world),
    mark: createMark(world),
    sightings: createSightings(world, hasBegun),
  };
  world.slack.onChange(changed);
  world.aws.onChange(changed);
  return run;
};

const end = async ({ world, mark, sightings }: Run): Promise<void> => {
  mark.stop();
  sightings.stop();
  await world.close();
};

export const createSession = async (options: SessionOptions): Promise<Session> => {
  const listeners = new Set<() => void>();
  let current = await begin(options, 1, () => look());
  const startedAt = current.world.clock.now();

  let seen = '';
  const look = (): void => {
    const now = `${current.number} ${current.mark.read()} ${current.faults.revokeFails}`;
    if (now === seen) return;
    seen = now;
    for (const listener of listeners) listener();
  };
  const looking = setInterval(look, lookEveryMs);
  looking.unref();

  return {
    run: () => current,
    async view() {
      const { world, sightings, faults, number } = current;
      const requests = await requestsOf(world, sightings);
      return {
        run: number,
        now: world.clock.now(),
        startedAt,
        configuration: options.configuration,
        app: { ...app, ...ways },
        slack: slackOf(world),
        aws: awsOf(world, options.catalog, requests),
        requests,
        faults: { revokeFails: faults.revokeFails },
      };
    },
    async startOver() {
      await end(current);
      current = await begin(options, current.number + 1, look);
      look();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      clearInterval(looking);
      await end(current);
    },
  };
};
