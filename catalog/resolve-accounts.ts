import type { AccountRef } from '../functions/domain/catalog.ts';
import { hour } from '../functions/domain/time.ts';
import type { DirectoryGroupEntry, PermissionSetEntry, TargetContext } from '../functions/grants/target.ts';
import type { Reporter } from './reporter.ts';
import type { AccessFile } from './schema.ts';

type AccountFile = AccessFile['accounts'][string];

const accountOf = (name: string, account: AccountFile): AccountRef => ({
  name,
  id: account.id,
  production: account.production ?? false,
  ...(account.grant_role_arn === undefined ? {} : { grantRoleArn: account.grant_role_arn }),
  ...(account.revoke_role_arn === undefined ? {} : { revokeRoleArn: account.revoke_role_arn }),
  ...(account.external_id === undefined ? {} : { externalId: account.external_id }),
});

const checkAccount = (name: string, account: AccountFile, report: Reporter): void => {
  const path = ['accounts', name];
  const together = ['grant_role_arn', 'revoke_role_arn', 'external_id'] as const;
  const absent = together.filter(key => account[key] === undefined);
  if (absent.length > 0 && absent.length < together.length) {
    report.problem(path, `${together.join(', ')} belong together; ${absent.join(' and ')} missing`);
  }
  for (const key of ['grant_role_arn', 'revoke_role_arn'] as const) {
    if (account[key] !== undefined && account[key].split(':')[4] !== account.id) {
      report.problem([...path, key], `is an IAM role of another account than ${account.id}`);
    }
  }
  if (account.grant_role_arn !== undefined && account.grant_role_arn === account.revoke_role_arn) {
    report.problem([...path, 'revoke_role_arn'], 'should be another IAM role than grant_role_arn');
  }
};

/** Accounts by name. What is wrong goes to `report`, and the account is in the answer all the same. */
export const resolveAccounts = (file: AccessFile, report: Reporter): Record<string, AccountRef> => {
  const accounts: Record<string, AccountRef> = {};
  for (const [name, account] of Object.entries(file.accounts)) {
    const same = Object.values(accounts).find(({ id }) => id === account.id);
    if (same !== undefined) {
      report.problem(['accounts', name, 'id'], `is already the account \`${same.name}\`. Use that name`);
    }
    checkAccount(name, account, report);
    accounts[name] = accountOf(name, account);
  }
  return accounts;
};

/** What targets are resolved against. A session duration that is refused goes to `report`. */
export const targetContext = (
  file: AccessFile,
  accounts: Record<string, AccountRef>,
  policyTemplates: TargetContext['policyTemplates'],
  report: Reporter,
): TargetContext => {
  const center = file.identity_center;
  const permissionSets: Record<string, PermissionSetEntry> = {};
  for (const [name, set] of Object.entries(center?.permission_sets ?? {})) {
    const path = ['identity_center', 'permission_sets', name, 'session_duration'];
    const sessionMs = report.duration(path, set.session_duration, { minMs: hour, maxMs: 12 * hour });
    permissionSets[name] = { arn: set.arn, sessionMs };
  }
  const groups: Record<string, DirectoryGroupEntry> = {};
  for (const [name, group] of Object.entries(center?.groups ?? {})) {
    const path = ['identity_center', 'groups', name, 'session_duration'];
    const sessionMs = report.duration(path, group.session_duration, { minMs: hour, maxMs: 12 * hour });
    groups[name] = { id: group.id, sessionMs };
  }
  return {
    account: name => (Object.hasOwn(accounts, name) ? accounts[name] : undefined),
    accountNames: Object.keys(accounts),
    identityCenter: center && {
      instanceArn: center.instance_arn,
      startUrl: center.start_url,
      permissionSets,
      identityStoreId: center.identity_store_id,
      groups,
    },
    policyTemplates,
  };
};
