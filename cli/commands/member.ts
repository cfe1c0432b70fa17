import { noSuch } from '../../catalog/problem.ts';
import { isGrantedIn } from '../../deploy/member/alike.ts';
import { type MemberPlace, memberTemplate } from '../../deploy/member/template.ts';
import type { AccountRef, Catalog } from '../../functions/domain/catalog.ts';
import type { CliDeps, ExitCode } from '../port.ts';
import { readAccess } from './file.ts';

/**
 * `accounts`: by name; none: all that can be reached. `home`: id of the account Curfew runs in; undefined when access.yml
 * says it. `template`: the template itself instead of what to do with it.
 */
export type MemberOptions = {
  file: string;
  accounts: string[];
  stage: string;
  home: string | undefined;
  template: boolean;
};

type Chosen = { accounts: AccountRef[] } | { problems: string[] };

/** What an account that names no IAM roles yet needs in access.yml. The ExternalId is made here, and kept there. */
const missing = ({ name, id }: AccountRef, stage: string, externalId: string): string[] => [
  `accounts.${name} names no IAM roles, so Curfew would have to run in it. To reach it from another account, put this under it once, and keep it:`,
  `    grant_role_arn: arn:aws:iam::${id}:role/curfew-${stage}-access-grant`,
  `    revoke_role_arn: arn:aws:iam::${id}:role/curfew-${stage}-access-revoke`,
  `    external_id: ${externalId}`,
  `Then run \`npm run curfew -- member ${name}\` again. Nothing was changed.`,
];

/** All accounts with IAM roles of their own in which something is granted. */
const everyAccount = (catalog: Catalog): Chosen => {
  const accounts = Object.values(catalog.accounts).filter(
    account => account.externalId !== undefined && isGrantedIn(catalog, account),
  );
  return accounts.length > 0
    ? { accounts }
    : { problems: ['access.yml grants nothing in another account with that account’s own IAM roles.'] };
};

const namedAccounts = (catalog: Catalog, { accounts: names, stage }: MemberOptions, newId: () => string) => {
  const problems: string[] = [];
  const accounts: AccountRef[] = [];
  for (const name of names) {
    const account = Object.hasOwn(catalog.accounts, name) ? catalog.accounts[name] : undefined;
    if (account === undefined) problems.push(noSuch('account', name, Object.keys(catalog.accounts)));
    else if (account.externalId === undefined) problems.push(...missing(account, stage, newId()));
    else if (!isGrantedIn(catalog, account))
      problems.push(
        `No role of access.yml grants anything in ${name} with that account's own IAM roles, so it needs none there.`,
      );
    else accounts.push(account);
  }
  return problems.length > 0 ? { problems } : { accounts };
};

const homeOf = ({ accounts }: Catalog, home: string | undefined): string | undefined =>
  home ?? Object.values(accounts).find(({ grantRoleArn }) => grantRoleArn === undefined)?.id;

const homeProblem = (home: string | undefined): string | undefined => {
  if (home === undefined)
    return 'Every account of access.yml has IAM roles, so it does not say which one Curfew runs in: add --home ACCOUNT_ID.';
  return /^\d{12}$/.test(home) ? undefined : `--home is ${home}; it should be the 12 digits of an account.`;
};

const inOneAccount = ({ name, id }: AccountRef, stage: string): string[] => [
  `With credentials of ${name} (${id}):`,
  '',
  `aws cloudformation deploy --template-file member-account.json --stack-name curfew-${stage}-access \\`,
  '  --capabilities CAPABILITY_NAMED_IAM',
];

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-getting-started-create.html */
const asStackSet = (accounts: AccountRef[], stage: string): string[] => [
  'As a StackSet, with credentials of its administrator account:',
  '',
  `aws cloudformation create-stack-set --stack-set-name curfew-${stage}-access \\`,
  '  --template-body file://member-account.json --capabilities CAPABILITY_NAMED_IAM',
  `aws cloudformation create-stack-instances --stack-set-name curfew-${stage}-access \\`,
  `  --regions us-east-1 --accounts ${accounts.map(({ id }) => id).join(' ')}`,
  '',
  'IAM knows no region: one is enough, any. Later: `update-stack-set` with the new template.',
];

const instructions = (accounts: AccountRef[], { stage, accounts: names, home }: MemberOptions): string[] => {
  const [only] = accounts;
  const options = [...(stage === 'prod' ? [] : [`--stage ${stage}`]), ...(home ? [`--home ${home}`] : [])];
  const words = ['npm run --silent curfew -- member', ...names, '--template', ...options];
  return [
    `${words.join(' ')} > member-account.json`,
    '',
    ...(accounts.length === 1 && only !== undefined
      ? inOneAccount(only, stage)
      : asStackSet(accounts, stage)),
    '',
    'Again whenever access.yml grants something new there. The ExternalIds in it are those of access.yml.',
  ];
};

/**
 * `curfew member`: the template of the IAM roles of other accounts, and how to deploy it. The ExternalId is the one that
 * access.yml keeps; `newExternalId`: for an account that has none.
 */
export const member = async (
  deps: CliDeps,
  options: MemberOptions,
  newExternalId: () => string,
): Promise<ExitCode> => {
  const catalog = await readAccess(deps, options.file, 0);
  if (catalog === undefined) return 1;
  const chosen: Chosen =
    options.accounts.length === 0 ? everyAccount(catalog) : namedAccounts(catalog, options, newExternalId);
  const home = homeOf(catalog, options.home);
  const wrong =
    'problems' in chosen ? chosen.problems : [homeProblem(home)].filter(text => text !== undefined);
  if ('problems' in chosen || wrong.length > 0 || home === undefined) {
    for (const line of wrong) deps.err(line);
    return 1;
  }
  return print(deps, catalog, chosen.accounts, { ...options, place: { home, stage: options.stage } });
};

const print = (
  deps: CliDeps,
  catalog: Catalog,
  accounts: AccountRef[],
  options: MemberOptions & { place: MemberPlace },
): ExitCode => {
  try {
    const made = memberTemplate(catalog, accounts, options.place);
    const lines = options.template ? [JSON.stringify(made, null, 2)] : instructions(accounts, options);
    for (const line of lines) deps.out(line);
    return 0;
  } catch (error) {
    deps.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
};
