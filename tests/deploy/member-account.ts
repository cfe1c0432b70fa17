import { readFileSync } from 'node:fs';
import { parse, type ScalarTag } from 'yaml';
import type { Value } from '../../deploy/cloudformation.ts';
import { allowing } from '../../deploy/policy.ts';
import type { KindPermissions } from '../../functions/grants/permissions.ts';
import type { TargetKind } from '../../functions/grants/target.ts';
import { fixtures } from '../functions/grants/fixtures.ts';

export type RoleName = 'GrantRole' | 'RevokeRole';
type Several<T> = T | T[];
type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: Several<string>;
  Resource: Several<Value>;
  Condition?: Record<string, Record<string, Several<Value>>>;
};
type Trust = {
  Effect: 'Allow';
  Principal: { AWS: Several<Value> };
  Action: string;
  Condition?: Record<string, Record<string, Value>>;
};
type Role = {
  Properties: {
    RoleName: string;
    AssumeRolePolicyDocument: { Statement: Trust[] };
    Policies: { PolicyDocument: { Statement: Statement[] } }[];
  };
};
type MemberAccount = {
  Parameters: Record<string, { Type: string; AllowedPattern?: string }>;
  Resources: Record<RoleName, Role>;
};

const tag = (name: string, intrinsic: string, value: (text: string) => unknown): ScalarTag => ({
  tag: `!${name}`,
  resolve: text => ({ [intrinsic]: value(text) }),
});

export const memberAccount = parse(readFileSync('deploy/member-account.yml', 'utf8'), {
  customTags: [
    tag('Ref', 'Ref', text => text),
    tag('Sub', 'Fn::Sub', text => text),
    tag('GetAtt', 'Fn::GetAtt', text => text.split('.')),
  ],
}) as MemberAccount;

export const statementsOf = (role: RoleName, from = memberAccount): Statement[] =>
  from.Resources[role].Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

/** Stands for whatever the one who deploys lists. */
const listed = 'a list parameter';

const isList = (value: unknown, { Parameters }: MemberAccount): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'Ref' in value &&
  typeof value.Ref === 'string' &&
  Parameters[value.Ref]?.Type === 'CommaDelimitedList';

/** A statement in one line; lists that are parameters by what they are. */
const inWords = ({ Sid, Effect, Action, Resource, ...more }: Statement, from: MemberAccount): string => {
  const resources = [Resource].flat().map(value => (isList(value, from) ? listed : value));
  const named = JSON.stringify(more, (_, value) => (isList(value, from) ? [listed] : value));
  const rest = Object.keys(more).length === 0 ? '' : ` ${named}`;
  return `${Effect} ${Sid}: ${[Action].flat().join(', ')} on ${JSON.stringify(resources)}${rest}`;
};

export const memberStatements = (role: RoleName, from = memberAccount): string[] =>
  statementsOf(role, from).map(statement => inWords(statement, from));

/** Statements of a kind, with `listed` for resources that depend on which target is granted. */
const kindStatements = (kind: string, statementsFor: KindPermissions['grant']): string[] => {
  const fixture = fixtures[kind];
  if (fixture === undefined) throw new Error(`tests/functions/grants/fixtures.ts has no row for ${kind}`);
  const others = statementsFor([fixture.otherTarget]);
  return statementsFor([fixture.target]).map((statement, index) => {
    const other = others[index];
    const { Resource, Condition, ...rest } = allowing(statement);
    const fixed = <T>(mine: unknown, theirs: unknown, value: T): T | [string] =>
      JSON.stringify(mine) === JSON.stringify(theirs) ? value : [listed];
    const conditions = Object.entries(Condition ?? {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [
          key,
          fixed(statement.Condition?.[operator]?.[key], other?.Condition?.[operator]?.[key], values),
        ]),
      ),
    ]);
    return inWords(
      {
        ...rest,
        Resource: fixed(statement.Resource, other?.Resource, Resource),
        ...(conditions.length > 0 && { Condition: Object.fromEntries(conditions) }),
      },
      memberAccount,
    );
  });
};

/** What the template has to allow a role, for all kinds that are granted with credentials of the target's account. */
export const neededStatements = (role: RoleName, kinds: readonly TargetKind[]): string[] =>
  kinds
    .filter(({ permissions }) => permissions.credentials === 'target account')
    .flatMap(({ kind, permissions }) =>
      kindStatements(kind, role === 'GrantRole' ? permissions.grant : permissions.revoke),
    );
