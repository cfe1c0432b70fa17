import type { AccountRef, Catalog, Person, Project, Role } from '../functions/domain/catalog.ts';
import { formatDuration } from '../functions/domain/duration.ts';
import { ruleOf } from '../functions/domain/roles.ts';
import { listNames } from '../functions/domain/text.ts';
import { describeTarget } from '../functions/grants/descriptions.ts';

/** What can be said about one entry of the catalog, by label. */
type Fields = Record<string, string>;
type Entries = Record<string, Fields>;

const list = (names: readonly string[] | undefined, none: string): string =>
  names === undefined || names.length === 0 ? none : names.join(', ');

const accountFields = (account: AccountRef): Fields => ({
  id: account.id,
  production: account.production ? 'yes' : 'no',
  'IAM role to grant': account.grantRoleArn ?? 'none',
  'IAM role to revoke': account.revokeRoleArn ?? 'none',
  ExternalId: account.externalId ?? 'none',
});

const personFields = ({ email, slack, principals, delegate }: Person): Fields => ({
  'e-mail': email,
  Slack: `${slack.team} ${slack.users.join(', ')}`,
  'IAM users': list(
    Object.entries(principals.iamUser ?? {}).map(([account, user]) => `${user} in ${account}`),
    'none',
  ),
  'Identity Center user': principals.identityCenterUser ?? 'none',
  delegate: delegate === undefined ? 'none' : `${delegate.to} until ${delegate.until}`,
});

const waitingFields = ({ approval }: Role): Fields =>
  approval.mode === 'auto'
    ? {}
    : {
        deadline: formatDuration(approval.deadlineMs),
        reminders: list(approval.remindMs.map(formatDuration), 'none'),
      };

const roleFields = (project: Project, role: Role): Fields => ({
  grants: role.targets.map(target => describeTarget(role.kind, target)).join('; '),
  rule: ruleOf(project, role).slice(`${project.name}/${role.name}: `.length),
  ...waitingFields(role),
  'may request': list(role.mayRequest, 'everyone'),
  duration: `${formatDuration(role.minMs)} to ${formatDuration(role.maxMs)}, usually ${formatDuration(role.defaultMs)}`,
  choices: role.choicesMs.map(formatDuration).join(', '),
  'with extensions': `up to ${formatDuration(role.maxTotalMs)}`,
  risk: role.risk,
  justification: role.justification,
  description: role.description,
  note: role.note ?? 'none',
  runbook: role.runbook ?? 'none',
});

const entriesOf = (catalog: Catalog | undefined): Entries => {
  if (catalog === undefined) return {};
  const entries: Entries = {
    settings: {
      'security channel': catalog.settings.securityChannel,
      security: listNames(catalog.settings.security, 'and') || 'nobody',
      'start ahead': `at most ${formatDuration(catalog.settings.maxStartAheadMs)}`,
    },
  };
  for (const account of Object.values(catalog.accounts)) {
    entries[`account ${account.name}`] = accountFields(account);
  }
  for (const person of Object.values(catalog.people)) entries[`person ${person.name}`] = personFields(person);
  for (const project of Object.values(catalog.projects)) {
    const { name, description, channel, owners } = project;
    entries[`project ${name}`] = { description, channel, owners: owners.join(', ') };
    for (const role of project.roles) entries[`role ${name}/${role.name}`] = roleFields(project, role);
  }
  return entries;
};

const summary = ({ grants, rule }: Fields): string => (grants === undefined ? '' : `: ${grants} (${rule})`);

/** What applying `after` would change, one line each: `+` new, `-` gone, `~` changed. Empty when nothing would. */
export const diffCatalogs = (before: Catalog | undefined, after: Catalog): string[] => {
  const old = entriesOf(before);
  const now = entriesOf(after);
  const lines: string[] = [];
  for (const [name, fields] of Object.entries(now)) {
    const was = old[name];
    if (was === undefined) {
      lines.push(`+ ${name}${summary(fields)}`);
      continue;
    }
    for (const label of new Set([...Object.keys(was), ...Object.keys(fields)])) {
      const [from, to] = [was[label] ?? 'none', fields[label] ?? 'none'];
      if (from !== to) lines.push(`~ ${name}: ${label} ${from} → ${to}`);
    }
  }
  const gone = Object.keys(old).filter(name => now[name] === undefined);
  return [...lines, ...gone.map(name => `- ${name}`)];
};
