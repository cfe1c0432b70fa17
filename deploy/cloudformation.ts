/** A value that CloudFormation works out. */
export type Intrinsic = { Ref: string } | { 'Fn::GetAtt': [string, string] } | { 'Fn::Sub': string };
export type Value = string | Intrinsic;

export type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: string[];
  DeletionPolicy?: 'Retain';
  UpdateReplacePolicy?: 'Retain';
};
export type Resources = Record<string, Resource>;

export const ref = (id: string): Intrinsic => ({ Ref: id });
export const attribute = (id: string, name: string): Intrinsic => ({ 'Fn::GetAtt': [id, name] });
export const arnOf = (id: string): Intrinsic => attribute(id, 'Arn');

/** A pseudo parameter inside `Fn::Sub`, e.g. `AccountId`. */
const pseudo = (name: string): string => `\${AWS::${name}}`;

/** An ARN in this account and region: `arn('sqs', 'name')`. */
export const arn = (service: string, rest: string): Intrinsic => ({
  'Fn::Sub': `arn:${pseudo('Partition')}:${service}:${pseudo('Region')}:${pseudo('AccountId')}:${rest}`,
});

/** An IAM ARN in `account`, by default this one. IAM knows no region. */
export const iamArn = (rest: string, account = pseudo('AccountId')): Intrinsic => ({
  'Fn::Sub': `arn:${pseudo('Partition')}:iam::${account}:${rest}`,
});

/** An Identity Center ARN: neither account nor region stand in it. */
export const ssoArn = (rest: string): Intrinsic => ({
  'Fn::Sub': `arn:${pseudo('Partition')}:sso:::${rest}`,
});
