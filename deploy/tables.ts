import definitions from '../functions/ledger/tables.json' with { type: 'json' };
import { lambdaNames, type TableName, tableNames } from '../statemachines/names.ts';
import type { Resource, Resources } from './cloudformation.ts';
import { logicalId, type Names } from './names.ts';

const known: Record<TableName, object> = definitions;

/**
 * The ledger survives the deletion of the stack, a careless replacement, and writes of a faulty version (recovery to
 * any second of the last 35 days).
 */
const table = (name: string, definition: object): Resource => ({
  Type: 'AWS::DynamoDB::Table',
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  // Created last: a first deployment that fails, say because a secret is missing, leaves no retained table behind.
  DependsOn: lambdaNames.map(logicalId.lambda),
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    ...definition,
  },
});

export const tables = (names: Names): Resources =>
  Object.fromEntries(tableNames.map(name => [logicalId.table(name), table(names.table(name), known[name])]));
