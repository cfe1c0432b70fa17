import { noSuch } from '../../catalog/problem.ts';
import type { AccountRef, Catalog } from '../../functions/domain/catalog.ts';
import { distinct, fillIn } from '../../functions/grants/permissions.ts';
import { targetKinds } from '../../functions/grants/targets.ts';
import type { CliDeps, ExitCode } from '../port.ts';
import { readAccess } from './file.ts';

/** `home`: id of the account Curfew runs in; undefined when access.yml says it. */
export type MemberOptions = { file: string; account: string; stage: string; home: string | undefined };

/** What can be granted there with the account's own credentials. A group's path is not in access.yml. */
const grantedThere = (catalog: Catalog, { id }: AccountRef): string[] => {
  const roles = Object.values(catalog.projects).flatMap(project => project.roles);
  const statements = targetKinds
    .filter(({ permissions }) => permissions.credentials === 'target account')
    .flatMap(({ kind, permissions }) => {
      const targets = roles.filter(role => role.kind === kind).flatMap(role => role.targets);
      return permissions.grant(targets.filter(({ account }) => account.id === id));
    });
  const resources = statements.flatMap(({ Resource }) => Resource).filter(arn => !arn.includes('*'));
  return distinct(resources).map(arn => fillIn(arn, { partition: 'aws', account: id }));
};

/** What an account that names no IAM roles yet needs in access.yml. The ExternalId is made here, and kept there. */
const missing = ({ name, id }: AccountRef, externalId: string): string[] => [
  `accounts.${name} names no IAM roles, so Curfew would have to run in it. To reach it from another account, put this under it once, and keep it:`,
  `    grant_role_arn: arn:aws:iam::${id}:role/CurfewGrant`,
  `    revoke_role_arn: arn:aws:iam::${id}:role/CurfewRevoke`,
  `    external_id: ${externalId}`,
  `Then run \`npm run curfew -- member ${name}\` again. Nothing was changed.`,
];

const commandLines = (account: AccountRef, groups: string[], home: string, stage: string): string[] => [
  `With credentials of ${account.name} (${account.id}):`,
  '',
  'aws cloudformation deploy --template-file deploy/member-account.yml --stack-name curfew-access \\',
  '  --capabilities CAPABILITY_NAMED_IAM --parameter-overrides \\',
  `  CurfewAccountId=${home} CurfewStage=${stage} ExternalId=${account.externalId} \\`,
  `  GroupArns=${groups.join(',')}`,
  '',
  'A group with a path needs its whole ARN there. The ExternalId is the one in access.yml: the same every time.',
];

/**
 * `curfew member`: how to deploy the IAM roles of another account, with the ExternalId that access.yml keeps for it.
 * `newExternalId`: for an account that has none.
 */
export const member = async (
  deps: CliDeps,
  { file, account: name, stage, home }: MemberOptions,
  newExternalId: () => string,
): Promise<ExitCode> => {
  const catalog = await readAccess(deps, file, 0);
  if (catalog === undefined) return 1;
  const account = Object.hasOwn(catalog.accounts, name) ? catalog.accounts[name] : undefined;
  const lines =
    account === undefined
      ? [noSuch('account', name, Object.keys(catalog.accounts))]
      : account.externalId === undefined
        ? missing(account, newExternalId())
        : problemsOf(catalog, account, home);
  if (lines.length > 0 || account === undefined) {
    for (const line of lines) deps.err(line);
    return 1;
  }
  for (const line of commandLines(
    account,
    grantedThere(catalog, account),
    homeOf(catalog, home) ?? '',
    stage,
  ))
    deps.out(line);
  return 0;
};

const homeOf = ({ accounts }: Catalog, home: string | undefined): string | undefined =>
  home ?? Object.values(accounts).find(({ grantRoleArn }) => grantRoleArn === undefined)?.id;

const problemsOf = (catalog: Catalog, account: AccountRef, home: string | undefined): string[] => {
  const id = homeOf(catalog, home);
  if (id === undefined)
    return [
      'Every account of access.yml has IAM roles, so it does not say which one Curfew runs in: add --home ACCOUNT_ID.',
    ];
  if (!/^\d{12}$/.test(id)) return [`--home is ${id}; it should be the 12 digits of an account.`];
  return grantedThere(catalog, account).length === 0
    ? [
        `No role of access.yml grants anything in ${account.name} with that account's own IAM roles, so it needs none there.`,
      ]
    : [];
};
