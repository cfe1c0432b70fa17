import { loadCatalogFile } from '../../../catalog/load.ts';
import type { Catalog, Role } from '../../../functions/domain/catalog.ts';
import type { IamGroupTarget } from '../../../functions/grants/iam-group/description.ts';
import type { SharedSet } from '../../../functions/grants/permission-set/description.ts';
import { deploy } from './deployment.ts';
import { homeAccountId, openMoto } from './moto.ts';

const ids = { alice: 'U0ALICE', bob: 'U0BOB', carol: 'U0CAROL', dave: 'U0DAVE' };
type Who = keyof typeof ids;

/** The example catalog with moto's own account as the one Curfew runs in. */
const exampleAtHome = async (): Promise<Catalog> => {
  const loaded = await loadCatalogFile('access.example.yml', 1);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return JSON.parse(
    JSON.stringify(loaded.catalog).replaceAll('"111111111111"', `"${homeAccountId}"`),
  ) as Catalog;
};

const roleIn = (catalog: Catalog, project: string, name: string): Role => {
  const found = catalog.projects[project]?.roles.find(role => role.name === name);
  if (found === undefined) throw new Error(`There is no role ${name} in ${project}.`);
  return found;
};

/** DatabaseAdmin in two accounts: at home, and where an IAM role has to be assumed. */
const inBothAccounts = (catalog: Catalog): void => {
  const role = roleIn(catalog, 'payments', 'DatabaseAdmin');
  const { production } = catalog.accounts;
  if (production === undefined) throw new Error('The example has no account production.');
  role.targets.push({ account: production, group: 'admin_RDS' });
};

/** The deployment, with the example's people at work in it. */
export const begin = async (motoUrl: string) => {
  const draft = await exampleAtHome();
  inBothAccounts(draft);
  const moto = openMoto(motoUrl);
  await moto.addUsers(draft);
  const arns = await moto.addPermissionSets(draft);
  const catalog = JSON.parse(
    JSON.stringify(draft, (_, value: unknown) =>
      typeof value === 'string' ? (arns.get(value) ?? value) : value,
    ),
  ) as Catalog;
  const world = await deploy(catalog, motoUrl);
  const { slack, clock } = world;

  const as = (who: Who) => slack.as(ids[who]);
  const record = async (requestId: string) => {
    const found = await world.requests.get(requestId);
    if (found === undefined) throw new Error(`There is no request ${requestId}.`);
    return found;
  };
  const reads = (who: Who) =>
    as(who)
      .dm()
      .map(message => message.reads);

  return {
    ...world,
    as,
    moto,
    catalog,
    record,
    status: async (requestId: string) => (await record(requestId)).status,
    role: (project: string, name: string) => roleIn(catalog, project, name),

    /** Asks through the form, and answers the request id once the machine has come to rest. */
    async ask(who: Who, project: string, role: string, duration: string): Promise<string> {
      const before = new Set(world.executions());
      const person = as(who);
      await person.shortcut('request_aws_access');
      await person.modal().pick('project', project);
      await person.modal().pick('role', role);
      await person.modal().type('duration', duration);
      await person.modal().type('justification', 'INC-42: the ledger is locked');
      const submitted = await person.modal().submit();
      if ('errors' in submitted) throw new Error(JSON.stringify(submitted.errors));
      await clock.settle();
      const started = world.executions().find(name => !before.has(name));
      if (started === undefined) throw new Error(`Nothing was started: ${JSON.stringify(slack.errors)}`);
      return started;
    },

    async clickCard(who: Who, button: string, channel: string) {
      const cards = as(who)
        .messagesIn(channel)
        .filter(({ threadTs, ephemeral }) => threadTs === undefined && !ephemeral);
      const card = cards.at(-1);
      if (card === undefined) throw new Error(`There is no card in ${channel}.`);
      await as(who).click(card, button);
      await clock.settle();
    },

    async clickDm(who: Who, button: string) {
      const message = as(who)
        .dm()
        .findLast(({ buttons }) => buttons.includes(button));
      if (message === undefined) throw new Error(`${who} sees no ${button}: ${reads(who).join(' | ')}`);
      await as(who).click(message, button);
      await clock.settle();
    },

    lastDm: (who: Who) => reads(who).at(-1) ?? '',

    /** Who is in each group, or assigned in each account, of a role: one list for each of its targets. */
    access(project: string, name: string): Promise<string[][]> {
      const { kind, targets } = roleIn(catalog, project, name);
      return Promise.all(
        targets.map(target =>
          kind === 'iam-group' ? moto.members(target as IamGroupTarget) : moto.assigned(target as SharedSet),
        ),
      );
    },

    /** What each failed attempt of a state failed with, in order. */
    failuresOf(requestId: string, state: string): string[] {
      let current = '';
      const failures: string[] = [];
      for (const event of world.history(requestId)) {
        const entered = event.stateEnteredEventDetails?.name;
        if (entered !== undefined) current = String(entered);
        const failed = event.taskFailedEventDetails?.error;
        if (failed !== undefined && current === state) failures.push(String(failed));
      }
      return failures;
    },

    statesOf: (requestId: string): string[] =>
      world
        .history(requestId)
        .map(event => event.stateEnteredEventDetails?.name)
        .filter(name => name !== undefined)
        .map(String),
  };
};
