import type { Resource, Resources, Value } from '../../deploy/cloudformation.ts';
import { type Granted, grantedBy, readAccessFile } from '../../deploy/granted.ts';
import { logicalId } from '../../deploy/names.ts';
import type { PolicyStatement } from '../../deploy/policy.ts';
import { type Fragment, fragment } from '../../deploy/template.ts';
import type { LambdaName } from '../../statemachines/names.ts';
import { type Written, write } from './iam.ts';

export const account = '111111111111';
export const region = 'eu-central-1';
export const catalog = readAccessFile('access.example.yml');
export const example: Granted = grantedBy(catalog);
export const settings = { stage: 'prod', logDays: 90, alarmEmail: 'ops@example.com' };

export const stack = (granted: Granted = example): Fragment => fragment(settings, granted);

const pseudo: Record<string, string> = { Partition: 'aws', Region: region, AccountId: account };

const substitute = (text: string): string =>
  text.replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => pseudo[name] ?? `unknown pseudo parameter ${name}`);

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

/** The ARN a resource of the stack will have. */
const arnOfResource = (id: string, resources: Resources): string => {
  const lambda = /^(\w+)LambdaFunction$/.exec(id)?.[1];
  if (lambda !== undefined) return arn('lambda', `function:curfew-prod-${lambda.toLowerCase()}`);
  const { Type, Properties } = resources[id] ?? { Type: 'unknown', Properties: {} };
  switch (Type) {
    case 'AWS::DynamoDB::Table':
      return arn('dynamodb', `table/${String(Properties.TableName)}`);
    case 'AWS::KMS::Key':
      return arn('kms', 'key/11111111-2222-3333-4444-555555555555');
    case 'AWS::SQS::Queue':
      return arn('sqs', String(Properties.QueueName));
    default:
      throw new Error(`What is the ARN of ${id} (${Type})?`);
  }
};

/** A value as CloudFormation would work it out. */
export const resolve = (value: Value, { Resources } = stack()): string => {
  if (typeof value === 'string') return value;
  if ('Fn::Sub' in value) return substitute(value['Fn::Sub']);
  if ('Fn::GetAtt' in value && value['Fn::GetAtt'][1] === 'Arn') {
    return arnOfResource(value['Fn::GetAtt'][0], Resources);
  }
  throw new Error(`Cannot work out ${JSON.stringify(value)}`);
};

type Policy = { PolicyDocument: { Statement: PolicyStatement[] } };
type RoleProperties = { RoleName: string; Policies: Policy[]; ManagedPolicyArns?: { Ref: string }[] };

/** Of the role itself, and of the managed policies that it names. */
const statementsOf = (role: Resource, { Resources: all }: Fragment): PolicyStatement[] => {
  // Roles are made by deploy/policy.ts and deploy/spread.ts alone, so they have this shape.
  const { Policies, ManagedPolicyArns = [] } = role.Properties as unknown as RoleProperties;
  // The same holds for managed policies; one that is missing fails here.
  const managed = ManagedPolicyArns.map(({ Ref }) => all[Ref]?.Properties as unknown as Policy);
  return [...Policies, ...managed].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
};

export const roleIds = (from: Fragment = stack()): string[] =>
  Object.entries(from.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id]) => id);

/** The statements of a role by logical id, or of a Lambda's by its name. */
export const permissionsOf = (name: LambdaName | 'machine', from: Fragment = stack()): Written[] => {
  const role = from.Resources[logicalId.role(name)];
  if (role === undefined) throw new Error(`${name} has no role`);
  return write(statementsOf(role, from), value => resolve(value, from));
};

export const table = (name: string): string => arn('dynamodb', `table/curfew-prod-${name}`);
export const machineArn = arn('states', 'stateMachine:curfew-prod-access');
export const group = (name: string): string => `arn:aws:iam::${account}:group/${name}`;
