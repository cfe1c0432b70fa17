import { arn, arnOf, type Intrinsic } from '../cloudformation.ts';
import { executionArns, machineArn } from '../machine.ts';
import type { LambdaName, Names } from '../names.ts';
import { allow, type Statement } from '../policy.ts';

/** By name, not by reference: the tables are made last (deploy/tables.ts). */
const table = (names: Names, name: string): Intrinsic => arn('dynamodb', `table/${names.table(name)}`);
const index = (names: Names, name: string): Intrinsic =>
  arn('dynamodb', `table/${names.table('requests')}/index/${name}`);

/** Nobody may scan or delete. Only the Slack-facing Lambda creates requests. */
export const requests = (names: Names): Statement =>
  allow('MoveRequests', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table(names, 'requests')]);

export const newRequests = (names: Names): Statement =>
  allow('RecordRequests', ['dynamodb:PutItem'], [table(names, 'requests')]);

export const requestIndexes = (names: Names, ...indexes: string[]): Statement =>
  allow(
    'FindRequests',
    ['dynamodb:Query'],
    indexes.map(name => index(names, name)),
  );

/** The applied access.yml; it is written by `curfew apply` with the rights of whoever runs it. */
export const catalog = (names: Names): Statement =>
  allow('ReadTheCatalog', ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [table(names, 'projects')]);

export const holdings = (names: Names): Statement =>
  allow('HoldTargets', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table(names, 'holdings')]);

/** Entries are put and never changed. A put over an old entry would break the chain of hashes and be found. */
export const audit = (names: Names): Statement =>
  allow('AppendToTheAudit', ['dynamodb:GetItem', 'dynamodb:PutItem'], [table(names, 'audit')]);

/** Answering a task token is scoped to the machine that made it. */
export const resumeExecutions = (names: Names): Statement =>
  allow('ResumeExecutions', ['states:SendTaskSuccess'], [machineArn(names)]);

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
