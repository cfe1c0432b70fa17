import { arn, arnOf, type Intrinsic } from '../cloudformation.ts';
import { executionArns, machineArn } from '../machine.ts';
import { type LambdaName, logicalId, type Names } from '../names.ts';
import { allow, type Statement } from '../policy.ts';

const table = (name: string): Intrinsic => arnOf(logicalId.table(name));
const index = (names: Names, name: string): Intrinsic =>
  arn('dynamodb', `table/${names.table('requests')}/index/${name}`);

/** Nobody may scan or delete. Only the Slack-facing Lambda creates requests. */
export const requests = (): Statement =>
  allow('MoveRequests', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table('requests')]);

export const newRequests = (): Statement =>
  allow('RecordRequests', ['dynamodb:PutItem'], [table('requests')]);

export const requestIndexes = (names: Names, ...indexes: string[]): Statement =>
  allow(
    'FindRequests',
    ['dynamodb:Query'],
    indexes.map(name => index(names, name)),
  );

/** The applied access.yml; it is written by `curfew apply` with the rights of whoever runs it. */
export const catalog = (): Statement =>
  allow('ReadTheCatalog', ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [table('projects')]);

export const holdings = (): Statement =>
  allow('HoldTargets', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table('holdings')]);

/** Entries are put and never changed. A put over an old entry would break the chain of hashes and be found. */
export const audit = (): Statement =>
  allow('AppendToTheAudit', ['dynamodb:GetItem', 'dynamodb:PutItem'], [table('audit')]);

/** Answering a task token is scoped to the machine that made it. */
export const ring = (names: Names): Statement =>
  allow('RingTheMachine', ['states:SendTaskSuccess'], [machineArn(names)]);

export const startExecutions = (names: Names): Statement =>
  allow('StartExecutions', ['states:StartExecution'], [machineArn(names)]);

export const lookAtExecutions = (names: Names): Statement =>
  allow('LookAtExecutions', ['states:DescribeExecution'], [executionArns(names)]);

/** Lambda opens the environment, where Slack's secrets are, with the function's own role. */
export const ownSecrets = (): Statement =>
  allow('OpenItsEnvironment', ['kms:Decrypt'], [arnOf('SecretsKey')]);

export const ownLog = (names: Names, name: LambdaName): Statement =>
  allow(
    'WriteItsLog',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [arn('logs', `log-group:/aws/lambda/${names.lambda(name)}:*`)],
  );
