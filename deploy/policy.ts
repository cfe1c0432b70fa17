import type { Condition, Statement } from '../functions/grants/permissions.ts';
import { type Resource, toValue, type Value } from './cloudformation.ts';

/** Operator → condition key → values, any of which will do. */
type Conditions = Record<string, Record<string, Value | Value[]>>;

export type PolicyStatement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: Value[];
  Condition?: Conditions;
};

export const allow = (Sid: string, Action: string[], Resource: Value[]): PolicyStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

export const deny = (Sid: string, Action: string[], Resource: Value[]): PolicyStatement => ({
  ...allow(Sid, Action, Resource),
  Effect: 'Deny',
});

const conditionsOf = (condition: Condition): Conditions =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.map(toValue)])),
    ]),
  );

/** What a kind asks for, as CloudFormation takes it. */
export const allowing = ({ Sid, Action, Resource, Condition }: Statement): PolicyStatement => ({
  ...allow(Sid, Action, Resource.map(toValue)),
  ...(Condition && { Condition: conditionsOf(Condition) }),
});

export const denying = (statement: Statement): PolicyStatement => ({
  ...allowing(statement),
  Effect: 'Deny',
});

/** All inline policies of a role together. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestPolicy = 10_240;

/** Pseudo parameters become longer or shorter; a GetAtt becomes an ARN of about this length. */
const written = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('Fn::Sub' in value) return value['Fn::Sub'];
  return 'Fn::GetAtt' in value || 'Ref' in value ? 'x'.repeat(100) : value;
};

/** Throws when the statements do not fit into a role: CloudFormation would notice only during the deployment. */
export const requireFits = (name: string, statements: PolicyStatement[]): void => {
  const size = sizeOf(statements);
  if (size > longestPolicy) throw tooLong(name, size, longestPolicy);
};

/** In characters, about as AWS counts them: without white space. */
export const sizeOf = (statements: PolicyStatement[]): number => JSON.stringify(statements, written).length;

/** The unit of both numbers is one character. */
export const tooLong = (name: string, characters: number, most: number): Error =>
  new Error(
    `The policies of the IAM role ${name} would have about ${characters} characters; AWS allows ${most}. ` +
      'access.yml names too many targets or accounts: give the accounts IAM roles of their own ' +
      '(grant_role_arn, revoke_role_arn) or split the installation by stage.',
  );

export type RoleOptions = {
  name: string;
  description: string;
  /** e.g. `lambda.amazonaws.com`. */
  service: string;
  statements: PolicyStatement[];
  trustCondition?: Conditions;
};

export const role = ({ name, description, service, statements, trustCondition }: RoleOptions): Resource => {
  requireFits(name, statements);
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      Description: description,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: service },
            Action: 'sts:AssumeRole',
            ...(trustCondition && { Condition: trustCondition }),
          },
        ],
      },
      Policies: [{ PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
};
