import type { LambdaName } from '../../statemachines/names.ts';
import { arn, arnOf, type Intrinsic } from '../cloudformation.ts';
import { executionArns, machineArn } from '../machine.ts';
import type { Names } from '../names.ts';
import { allow, type Statement } from '../policy.ts';

/** By name, not by reference: the tables are made last (deploy/tables.ts). */
const table = (names: Names, name: string): Intrinsic => arn('dynamodb', `table/${names.table(name)}`);
const index = (names: Names, name: string): Intrinsic =>
  arn('dynamodb', `table/${names.table('requests')}/index/${name}`);

/** Nobody may scan or delete. Only the Slack-facing Lambda creates requests. */
export const readWriteRequests = (names: Names): Statement =>
  allow('ReadWriteRequests', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table(names, 'requests')]);

export const createRequests = (names: Names): Statement =>
  allow('CreateRequests', ['dynamodb:PutItem'], [table(names, 'requests')]);

export const queryRequests = (names: Names, ...indexes: string[]): Statement =>
  allow(
    'QueryRequests',
    ['dynamodb:Query'],
    indexes.map(name => index(names, name)),
  );

/** The applied access.yml; it is written by `curfew apply` with the permissions of whoever runs it. */
export const readCatalog = (names: Names): Statement =>
  allow('ReadCatalog', ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [table(names, 'projects')]);

/** A lease answers with what it found, so granting never reads. */
export const updateHoldings = (names: Names): Statement =>
  allow('UpdateHoldings', ['dynamodb:UpdateItem'], [table(names, 'holdings')]);

export const readWriteHoldings = (names: Names): Statement =>
  allow('ReadWriteHoldings', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table(names, 'holdings')]);

/** Entries are put and never changed. A put over an old entry would break the chain of hashes and be found. */
export const appendAudit = (names: Names): Statement =>
  allow('AppendAudit', ['dynamodb:GetItem', 'dynamodb:PutItem'], [table(names, 'audit')]);

/** Answering a task token is scoped to the machine that made it. */
export const resumeExecutions = (names: Names): Statement =>
  allow('ResumeExecutions', ['states:SendTaskSuccess'], [machineArn(names)]);

export const startExecutions = (names: Names): Statement =>
  allow('StartExecutions', ['states:StartExecution'], [machineArn(names)]);

export const describeExecutions = (names: Names): Statement =>
  allow('DescribeExecutions', ['states:DescribeExecution'], [executionArns(names)]);

/** Lambda opens the environment, where Slack's secrets are, with the function's own role. */
export const decryptEnvironment = (): Statement =>
  allow('DecryptEnvironment', ['kms:Decrypt'], [arnOf('SecretsKey')]);

export const writeLogs = (names: Names, name: LambdaName): Statement =>
  allow(
    'WriteLogs',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [arn('logs', `log-group:/aws/lambda/${names.lambda(name)}:*`)],
  );
