import { allowing } from '../../deploy/policy.ts';
import type { Catalog, Target } from '../../functions/domain/catalog.ts';
import type { Statement } from '../../functions/grants/permissions.ts';
import type { TargetKind } from '../../functions/grants/target.ts';
import { type Context, verdict, type Written, type WrittenCondition, write } from './iam.ts';
import { resolve } from './stack.ts';

/** Changes nothing, so it may be allowed more widely. */
export const isReadOnly = (action: string): boolean =>
  /^[a-z0-9-]+:(Get|List|Describe)[A-Za-z]*$/.test(action);

export const targetsOf = (catalog: Catalog, kind: string): Target[] =>
  Object.values(catalog.projects)
    .flatMap(({ roles }) => roles)
    .filter(role => role.kind === kind)
    .flatMap(({ targets }) => targets);

export const written = (statements: readonly Statement[]): Written[] =>
  write(statements.map(allowing), value => resolve(value));

const stranger = 'stranger';
/** Something that a pattern matches and nobody named. */
const filled = (pattern: string): string => pattern.replaceAll('*', stranger).replaceAll('?', 's');

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** What Curfew makes for a request, and deletes with it, stands under a path of its own. */
const isMade = /:policy\/curfew\/[^/]+$/;

/** Any permission set: what may be done with all of them has a condition on Curfew's tag. */
const isOwnSet = /:permissionSet\/ssoins-[^/]+\/stranger$/;

/** Whoever asks: AWS wants group and user in one statement, and the group bounds it. */
const isMember = /:identitystore:::user\/[^/]+$/;

/**
 * Does one target name the resource? By its whole ARN, or by what the ARN ends with; then the account in it, if any,
 * must be the target's, and nothing before it a stranger's.
 */
const isNamed = (resource: string, targets: readonly Target[]): boolean =>
  isMade.test(resource) ||
  isMember.test(resource) ||
  isOwnSet.test(resource) ||
  targets.some(target => {
    const names = textsIn(target);
    if (names.includes(resource)) return true;
    const [head = '', account = '', path = ''] =
      /^(arn:[^:]*:[^:]*:[^:]*):([^:]*):(.*)$/s.exec(resource)?.slice(1) ?? [];
    const name = path.split(/[:/]/).at(-1) ?? '';
    // An identity store's id is unique in the world; the account in its ARN is its administrator's.
    const elsewhere = account !== '' && account !== target.account.id && !head.endsWith(':identitystore:');
    return names.includes(name) && !elsewhere && !head.includes(stranger) && !path.startsWith(stranger);
  });

/** A request that meets a condition wherever that says nothing of the targets, and is a stranger's where it does. */
const strangersContext = (condition: WrittenCondition, targets: readonly Target[]): Context => {
  const context: Context = {};
  for (const [operator, keys] of Object.entries(condition))
    for (const [key, values] of Object.entries(keys)) {
      const met = values.map(filled).find(value => !isNamed(value, targets));
      if (operator !== 'Null') context[key] = met ?? stranger;
      else if (values.includes('false')) context[key] ??= stranger;
    }
  return context;
};

/** What the statements allow beyond the targets: `action on resource` for each. Reading does not count. */
export const strangersIn = (statements: readonly Written[], targets: readonly Target[]): string[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition = {} }) => {
      const context = strangersContext(Condition, targets);
      const resources = Resource.map(filled).filter(resource => !isNamed(resource, targets));
      return Action.filter(action => !isReadOnly(action)).flatMap(action =>
        resources
          .filter(resource => verdict(statements, action, resource, context) === 'allowed')
          .map(resource => `${action} on ${resource}`),
      );
    });

/** What granting reaches beyond the targets that the catalog names, kind by kind. */
export const strangersGranted = (kinds: readonly TargetKind[], catalog: Catalog): string[] =>
  kinds.flatMap(({ kind, permissions }) => {
    const targets = targetsOf(catalog, kind);
    return strangersIn(written(permissions.grant(targets)), targets).map(found => `${kind}: ${found}`);
  });
