import { fillIn } from '../functions/grants/permissions.ts';

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

/** An IAM ARN in this account. IAM knows no region. */
export const ownIamArn = (rest: string): Intrinsic => ({
  'Fn::Sub': `arn:${pseudo('Partition')}:iam::${pseudo('AccountId')}:${rest}`,
});

/** Escapes a variable that IAM itself works out, e.g. `aws:username`, so that `Fn::Sub` leaves it alone. */
const leftToIam = (text: string): string => text.replace(/\$\{(?!AWS::)/g, '$&!');

/** A text of a kind's `Statement`, with this stack's partition and account in it. */
export const toValue = (text: string): Value => {
  const filled = fillIn(text, { partition: pseudo('Partition'), account: pseudo('AccountId') });
  return filled === text ? text : { 'Fn::Sub': leftToIam(filled) };
};
