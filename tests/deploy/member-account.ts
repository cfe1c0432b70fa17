import type { Value } from '../../deploy/cloudformation.ts';
import { type MemberTemplate, memberTemplate } from '../../deploy/member/template.ts';
import { allowing, type PolicyStatement } from '../../deploy/policy.ts';
import type { AccountRef, Catalog, Target } from '../../functions/domain/catalog.ts';
import type { Statement } from '../../functions/grants/permissions.ts';
import { targetKinds } from '../../functions/grants/targets.ts';
import { fixtures } from '../functions/grants/fixtures.ts';
import { type Written, write } from './iam.ts';
import { catalog as example } from './stack.ts';

export type RoleName = 'GrantRole' | 'RevokeRole';
export const roleNames: RoleName[] = ['GrantRole', 'RevokeRole'];
export const home = '111111111111';
export const place = { home, stage: 'prod' };

const production = (): AccountRef => {
  const { production: found } = example.accounts;
  if (found === undefined) throw new Error('The example has no production account.');
  return found;
};
export const member: AccountRef = production();

/** Another account of the same organisation, reached as `member` is. */
export const anotherAccount = (digit: string, name = `account-${digit}`): AccountRef => {
  const id = digit.padStart(12, '3');
  const arn = (of: 'Grant' | 'Revoke') => `arn:aws:iam::${id}:role/Curfew${of}`;
  return {
    name,
    id,
    production: false,
    grantRoleArn: arn('Grant'),
    revokeRoleArn: arn('Revoke'),
    externalId: `only-${digit}`,
  };
};

/** Kinds that are granted with the credentials of the target's account. */
export const kindsThere = targetKinds.filter(
  ({ permissions }) => permissions.credentials === 'target account',
);

/** A target of each of these kinds, in this account; or another one of each. */
export const targetsIn = (
  account: AccountRef,
  which: 'target' | 'otherTarget' = 'target',
): { kind: string; target: Target }[] =>
  kindsThere.map(({ kind }) => {
    const fixture = fixtures[kind];
    if (fixture === undefined) throw new Error(`tests/functions/grants/fixtures.ts has no row for ${kind}`);
    return { kind, target: { ...fixture[which], account } };
  });

/** The example, granting these targets besides. */
export const granting = (targets: { kind: string; target: Target }[]): Catalog => {
  const catalog = structuredClone(example);
  const [like] = catalog.projects.platform?.roles ?? [];
  if (like === undefined) throw new Error('The example has no role.');
  targets.forEach(({ kind, target }, index) => {
    catalog.projects.platform?.roles.push({ ...like, name: `Remote${index}`, kind, targets: [target] });
  });
  return catalog;
};

export const templateFor = (accounts: AccountRef[], catalog?: Catalog): MemberTemplate =>
  memberTemplate(catalog ?? granting(accounts.flatMap(account => targetsIn(account))), accounts, place);

const substituted = (text: string, AccountId: string): string =>
  text.replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => ({ Partition: 'aws', AccountId })[name] ?? name);

/** Works a template out as CloudFormation does in one account: pseudo parameters, mappings and conditions. */
const workedOut = (template: MemberTemplate, accountId: string) => {
  const isTrue = (condition: unknown): boolean => {
    const { 'Fn::Or': any, 'Fn::Equals': same } = condition as Record<string, unknown[] | undefined>;
    if (any !== undefined) {
      if (any.length < 2 || any.length > 10)
        throw new Error(`Fn::Or takes 2 to 10 conditions, not ${any.length}`);
      return any.some(isTrue);
    }
    if (same === undefined) throw new Error(`What is ${JSON.stringify(condition)}?`);
    const [one, other] = same.map(resolved);
    return one === other;
  };
  const resolved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolved).filter(each => each !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, of] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (key === 'Ref') return { 'AWS::AccountId': accountId }[String(of)];
      if (key === 'Fn::Sub') return substituted(String(of), accountId);
      if (key === 'Fn::FindInMap') {
        const [map, first, second] = (resolved(of) as string[]) ?? [];
        const maps: Record<string, Record<string, Record<string, string>>> = template.Mappings;
        return maps[map ?? '']?.[first ?? '']?.[second ?? ''];
      }
      if (key === 'Fn::If') {
        const [name, yes, no] = of as [string, unknown, unknown];
        return resolved(isTrue(template.Conditions?.[name]) ? yes : no);
      }
    }
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each)]));
  };
  return resolved(template.Resources) as Record<RoleName, Role>;
};

type Trust = {
  Principal: { AWS: string[] };
  Action: string;
  Condition?: Record<string, Record<string, string>>;
};
type Role = {
  Properties: {
    RoleName: string;
    Path: string;
    AssumeRolePolicyDocument: { Statement: Trust[] };
    Policies: { PolicyDocument: { Statement: Written[] } }[];
  };
};

/** An IAM role as it is in one account. */
export const roleIn = (template: MemberTemplate, role: RoleName, { id }: AccountRef) => {
  const { Properties } = workedOut(template, id)[role];
  return {
    name: Properties.RoleName,
    trust: Properties.AssumeRolePolicyDocument.Statement,
    statements: Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  };
};

/** Statements as they read in an account. */
export const writtenIn = ({ id }: AccountRef, statements: readonly Statement[]): Written[] =>
  write(statements.map(allowing) as PolicyStatement[], (value: Value) =>
    typeof value === 'string'
      ? value
      : 'Fn::Sub' in value
        ? substituted(value['Fn::Sub'], id)
        : JSON.stringify(value),
  );
