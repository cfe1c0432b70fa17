import { resolve } from 'node:path';
import { loadCatalogFile } from '../../../catalog/load.ts';
import type { Catalog } from '../../../functions/domain/catalog.ts';
import { minute } from '../../../functions/domain/time.ts';
import { createInstallation, type InstallationOptions } from '../../../local/installation.ts';

const file = resolve(import.meta.dirname, '../../../access.example.yml');

/** The example catalog, as `npm start` uses it. */
export const exampleCatalog = async (): Promise<Catalog> => {
  const loaded = await loadCatalogFile(file, 1);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.catalog;
};

/** Slack ids of the example people. */
export const ids = { alice: 'U0ALICE', bob: 'U0BOB', carol: 'U0CAROL', dave: 'U0DAVE', erin: 'U0ERIN' };

export type AskedFor = {
  project?: string;
  role?: string;
  duration?: string;
  justification?: string;
  startAt?: number;
};

export type StoryOptions = InstallationOptions & {
  /** Faults come by chance, so that some may find nothing to hit. */
  faultsMayMiss: boolean;
};

/** A whole installation with the example catalog, and words for what people do in it. */
export const begin = async (options: Partial<StoryOptions> = {}) => {
  const catalog = options.catalog ?? (await exampleCatalog());
  // A run each minute, as deployed, would be most of what a test of many hours does.
  const world = await createInstallation({
    random: () => 0.5,
    sweepEveryMs: 5 * minute,
    ...options,
    catalog,
  });
  const { slack, clock, aws } = world;
  const as = (name: keyof typeof ids) => slack.as(ids[name]);

  const fill = async (who: keyof typeof ids, asked: AskedFor) => {
    const person = as(who);
    await person.shortcut('request_aws_access');
    await person.modal().pick('project', asked.project ?? 'payments');
    await person.modal().pick('role', asked.role ?? 'DatabaseAdmin');
    if (asked.duration !== undefined) await person.modal().type('duration', asked.duration);
    if (asked.startAt !== undefined) await person.modal().type('startAt', String(asked.startAt / 1000));
    await person.modal().type('justification', asked.justification ?? 'INC-42: the ledger is locked');
    return person.modal();
  };

  /** Asks through the form and answers the request id, once the machine has come to rest. */
  const ask = async (who: keyof typeof ids = 'alice', asked: AskedFor = {}): Promise<string> => {
    const before = new Set(executions());
    const modal = await fill(who, asked);
    const submitted = await modal.submit();
    if ('errors' in submitted) throw new Error(JSON.stringify(submitted.errors));
    await clock.settle();
    const started = executions().find(name => !before.has(name));
    if (started === undefined) throw new Error(`nothing was started: ${JSON.stringify(slack.errors)}`);
    return started;
  };
  const executions = () =>
    world.engine
      .listExecutions({ stateMachineArn: world.stateMachineArn })
      .executions.map(({ name }) => name);

  /** The newest card in a project's channel. */
  const card = (who: keyof typeof ids = 'bob', channel = 'C0PAYMENTS') => {
    const cards = as(who)
      .messagesIn(channel)
      .filter(message => message.threadTs === undefined && !message.ephemeral);
    const last = cards.at(-1);
    if (last === undefined) throw new Error(`there is no card in ${channel}`);
    return last;
  };
  const clickCard = async (who: keyof typeof ids, button: string, channel = 'C0PAYMENTS') => {
    await as(who).click(card(who, channel), button);
    await clock.settle();
  };
  const approve = (who: keyof typeof ids = 'bob', channel = 'C0PAYMENTS') =>
    clickCard(who, 'Approve', channel);
  /** The newest direct message that still has this button. */
  const clickDm = async (who: keyof typeof ids, button: string) => {
    const message = as(who)
      .dm()
      .filter(each => each.buttons.includes(button))
      .at(-1);
    if (message === undefined) {
      throw new Error(
        `${who} sees no ${button}: ${JSON.stringify(
          as(who)
            .dm()
            .map(each => each.reads),
        )}`,
      );
    }
    await as(who).click(message, button);
    await clock.settle();
  };
  const dms = (who: keyof typeof ids = 'alice') =>
    as(who)
      .dm()
      .map(message => message.reads);
  const record = async (requestId: string) => {
    const found = await world.requests.get(requestId);
    if (found === undefined) throw new Error(`there is no request ${requestId}`);
    return found;
  };
  const status = async (requestId: string) => (await record(requestId)).status;
  /** Who has what in AWS now, in words. */
  const access = () => aws.entries().map(({ who, what, accountId }) => `${who} has ${what} in ${accountId}`);
  /** A story whose fault never struck has shown nothing. */
  const close = async (): Promise<void> => {
    await world.close();
    const { aws: cloud, dynamodb, engine } = world;
    const missed = [cloud.faults, dynamodb.faults, slack.faults, engine.faults].flatMap(each =>
      each.unstruck(),
    );
    if (options.faultsMayMiss !== true && missed.length > 0)
      throw new Error(`never struck: ${missed.join(', ')}`);
  };
  return {
    ...world,
    close,
    as,
    fill,
    ask,
    approve,
    clickCard,
    clickDm,
    card,
    dms,
    record,
    status,
    access,
    executions,
  };
};

export type Story = Awaited<ReturnType<typeof begin>>;
