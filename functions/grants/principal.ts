import type { Catalog, Target } from '../domain/catalog.ts';
import { personOf } from '../domain/identity.ts';
import type { RequestRecord } from '../domain/record.ts';
import { roleNow, sameTarget } from '../domain/roles.ts';
import type { KindDescription } from './description.ts';

/**
 * In words, that the rules in force name somebody else in AWS for the requester than the request does, who would be given
 * the access; undefined while they name the same.
 */
export const anotherPrincipal = (
  kinds: Readonly<Record<string, Pick<KindDescription, 'principal'>>>,
  record: RequestRecord,
  rules: Catalog,
): string | undefined => {
  const kind = kinds[record.kind];
  const requester = personOf(rules, record.requester);
  if (kind === undefined || requester === undefined) return undefined;
  const role = roleNow(record, rules);
  // An account keeps its id, and may be called something else in the rules now.
  const accountNow = (target: Target) =>
    (role.ok ? role.role.targets.find(offered => sameTarget(offered, target)) : undefined)?.account ??
    target.account;
  for (const { target, principal } of record.targets) {
    const today = kind.principal(requester, { ...target, account: accountNow(target) });
    if ('refused' in today) return `${today.refused} Then please ask again.`;
    if (today.found !== principal)
      return `access.yml now names another user for ${requester.name} in ${target.account.name} than this request does. Please ask again.`;
  }
  return undefined;
};
