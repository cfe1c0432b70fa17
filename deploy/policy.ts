import type { Resource, Value } from './cloudformation.ts';

export type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: Value[];
};

export const allow = (Sid: string, Action: string[], Resource: Value[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

export const deny = (Sid: string, Action: string[], Resource: Value[]): Statement => ({
  ...allow(Sid, Action, Resource),
  Effect: 'Deny',
});

/** All inline policies of a role together. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const longestPolicy = 10_240;

/** Pseudo parameters become longer or shorter; a GetAtt becomes an ARN of about this length. */
const written = (value: Value): string => {
  if (typeof value === 'string') return value;
  return 'Fn::Sub' in value ? value['Fn::Sub'] : 'x'.repeat(100);
};

/** Throws when the statements do not fit into a role, because CloudFormation would notice only half way. */
const requireFits = (name: string, statements: Statement[]): void => {
  const size = JSON.stringify(
    statements.map(each => ({ ...each, Resource: each.Resource.map(written) })),
  ).length;
  if (size <= longestPolicy) return;
  throw new Error(
    `The policy of the IAM role ${name} would have about ${size} characters; AWS allows ${longestPolicy}. ` +
      'access.yml names too many groups, permission sets or accounts: give the accounts IAM roles of their own ' +
      '(grant_role_arn, revoke_role_arn) or split the installation by stage.',
  );
};

type RoleOptions = {
  name: string;
  description: string;
  /** e.g. `lambda.amazonaws.com`. */
  service: string;
  statements: Statement[];
  trustCondition?: Record<string, Record<string, Value>>;
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
