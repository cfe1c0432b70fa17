import type { LambdaName } from '../../statemachines/names.ts';
import { arn, arnOf, type Intrinsic } from '../cloudformation.ts';
import { executionArns, machineArn } from '../machine.ts';
import type { Names } from '../names.ts';
import { allow, type PolicyStatement } from '../policy.ts';

/** By name, not by reference: the tables are created last (deploy/tables.ts). */
const table = (names: Names, name: string): Intrinsic => arn('dynamodb', `table/${names.table(name)}`);
const index = (names: Names, name: string): Intrinsic =>
  arn('dynamodb', `table/${names.table('requests')}/index/${name}`);

/** Nobody may delete. Only the Slack-facing Lambda creates requests; Notify and the sweeper make again what was lost. */
export const readWriteRequests = (names: Names): PolicyStatement =>
  allow('ReadWriteRequests', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table(names, 'requests')]);

export const readManyRequests = (names: Names): PolicyStatement =>
  allow('ReadManyRequests', ['dynamodb:BatchGetItem'], [table(names, 'requests')]);

export const createRequests = (names: Names): PolicyStatement =>
  allow('CreateRequests', ['dynamodb:PutItem'], [table(names, 'requests')]);

export const queryRequests = (names: Names, ...indexes: string[]): PolicyStatement =>
  allow(
    'QueryRequests',
    ['dynamodb:Query'],
    indexes.map(name => index(names, name)),
  );

/** The applied access.yml; it is written by `curfew apply` with the permissions of whoever runs it. */
export const readCatalog = (names: Names): PolicyStatement =>
  allow('ReadCatalog', ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [table(names, 'projects')]);

export const readWriteHoldings = (names: Names): PolicyStatement =>
  allow('ReadWriteHoldings', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table(names, 'holdings')]);

export const readHoldings = (names: Names): PolicyStatement =>
  allow('ReadHoldings', ['dynamodb:GetItem'], [table(names, 'holdings')]);

/** Every holder, to find those whose request is gone. Nobody else scans a table. */
export const scanHoldings = (names: Names): PolicyStatement =>
  allow('ScanHoldings', ['dynamodb:Scan'], [table(names, 'holdings')]);

/** Entries are put and never changed. A put over an old entry would break the chain of hashes and be found. */
export const appendAudit = (names: Names): PolicyStatement =>
  allow('AppendAudit', ['dynamodb:GetItem', 'dynamodb:PutItem'], [table(names, 'audit')]);

/** Whole chains, of a request and of the applied catalogs. */
export const readAudit = (names: Names): PolicyStatement =>
  allow('ReadAudit', ['dynamodb:Query'], [table(names, 'audit')]);

/** Answering a task token is scoped to the machine that made it. */
export const resumeExecutions = (names: Names): PolicyStatement =>
  allow('ResumeExecutions', ['states:SendTaskSuccess'], [machineArn(names)]);

export const startExecutions = (names: Names): PolicyStatement =>
  allow('StartExecutions', ['states:StartExecution'], [machineArn(names)]);

export const describeExecutions = (names: Names): PolicyStatement =>
  allow('DescribeExecutions', ['states:DescribeExecution'], [executionArns(names)]);

/** Lambda decrypts the environment, where Slack's secrets are, with the function's own role. */
export const decryptEnvironment = (): PolicyStatement =>
  allow('DecryptEnvironment', ['kms:Decrypt'], [arnOf('SecretsKey')]);

export const writeLogs = (names: Names, name: LambdaName): PolicyStatement =>
  allow(
    'WriteLogs',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    [arn('logs', `log-group:/aws/lambda/${names.lambda(name)}:*`)],
  );
