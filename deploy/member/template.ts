import type { AccountRef, Catalog } from '../../functions/domain/catalog.ts';
import type { LambdaName } from '../../statemachines/names.ts';
import { createNames, type Names } from '../names.ts';
import { denying, requireFits } from '../policy.ts';
import { deniedEverywhere } from '../roles/guard-rails.ts';
import { type Alike, alike } from './alike.ts';
import { conditionFor, conditions } from './conditions.ts';
import { ownRoles } from './own-roles.ts';

/** `home`: id of the account Curfew runs in, 12 digits. */
export type MemberPlace = { home: string; stage: string };

/** CloudFormation, for one account or for many. */
export type MemberTemplate = {
  AWSTemplateFormatVersion: '2010-09-09';
  Description: string;
  Mappings: { Accounts: Record<string, { ExternalId: string }> };
  Conditions?: Record<string, unknown>;
  Resources: Record<'GrantRole' | 'RevokeRole', object>;
  Outputs: Record<string, object>;
};

/** Assumed from another Lambda's session, so AWS allows no more; Curfew needs minutes. */
const sessionSeconds = 3600;

const externalId = { 'Fn::FindInMap': ['Accounts', { Ref: 'AWS::AccountId' }, 'ExternalId'] };

/** The source identity is the request id: CloudTrail there names the request. */
const trust = (names: Names, { home }: MemberPlace, lambdas: readonly LambdaName[]) => {
  const Principal = {
    AWS: lambdas.map(name => ({
      'Fn::Sub': `arn:\${AWS::Partition}:iam::${home}:role/${names.role(name)}`,
    })),
  };
  const Condition = { StringEquals: { 'sts:ExternalId': externalId } };
  return [
    { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition },
    { Effect: 'Allow', Principal, Action: 'sts:SetSourceIdentity' },
  ];
};

const which = (condition: string | undefined, statement: object): object =>
  condition === undefined ? statement : { 'Fn::If': [condition, statement, { Ref: 'AWS::NoValue' }] };

type Side = { side: 'grant' | 'revoke'; lambdas: readonly LambdaName[]; words: string };
const granting: Side = { side: 'grant', lambdas: ['grant'], words: 'Curfew grants access here' };
const revoking: Side = { side: 'revoke', lambdas: ['revoke', 'sweep'], words: 'Curfew revokes access here' };

const roleOf = (places: Alike[], place: MemberPlace, { side, lambdas, words }: Side): object => {
  const names = createNames(place.stage);
  const own = ownRoles(places.flatMap(({ accounts }) => accounts));
  const { path, name } = own[side];
  const denied = deniedEverywhere(own.resources).map(denying);
  for (const each of places) requireFits(name, [...each[side], ...denied]);
  const allowed = places.flatMap((each, index) =>
    each[side].map(statement => which(conditionFor(places, index), statement)),
  );
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      Path: path,
      Description: words,
      MaxSessionDuration: sessionSeconds,
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: trust(names, place, lambdas) },
      Policies: [
        {
          PolicyName: `curfew-${side}`,
          PolicyDocument: { Version: '2012-10-17', Statement: [...allowed, ...denied] },
        },
      ],
    },
  };
};

const output = (Description: string, id: string): object => ({
  Description,
  Value: { 'Fn::GetAtt': [id, 'Arn'] },
});

/**
 * The two IAM roles with which Curfew reaches other accounts: in each exactly what access.yml grants there, behind the same
 * guard rails as at home. One template serves all the accounts, so a StackSet can carry it. Throws when accounts name their
 * IAM roles differently, or when what is granted in one does not fit.
 */
export const memberTemplate = (
  catalog: Catalog,
  accounts: readonly AccountRef[],
  place: MemberPlace,
): MemberTemplate => {
  const places = alike(catalog, accounts);
  const chosen = conditions(places);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The two IAM roles with which Curfew grants and revokes access in this account',
    Mappings: {
      Accounts: Object.fromEntries(accounts.map(({ id, externalId: of = '' }) => [id, { ExternalId: of }])),
    },
    ...(chosen && { Conditions: chosen }),
    Resources: {
      GrantRole: roleOf(places, place, granting),
      RevokeRole: roleOf(places, place, revoking),
    },
    Outputs: {
      GrantRoleArn: output('grant_role_arn in access.yml', 'GrantRole'),
      RevokeRoleArn: output('revoke_role_arn in access.yml', 'RevokeRole'),
    },
  };
};
