import definitions from '../functions/ledger/tables.json' with { type: 'json' };
import { type TableName, tableNames } from '../statemachines/names.ts';
import type { Resource, Resources } from './cloudformation.ts';
import { logicalId, type Names } from './names.ts';

const known: Record<TableName, object> = definitions;

/**
 * The ledger survives the deletion of the stack, a careless replacement, and writes of a faulty version (recovery to
 * any second of the last 35 days).
 */
const table = (name: string, definition: object, last: string[]): Resource => ({
  Type: 'AWS::DynamoDB::Table',
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  // A first deployment that fails, say because a secret is missing, leaves no retained table behind to collide with.
  DependsOn: last,
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    ...definition,
  },
});

/** `after`: logical ids of everything that is made before them, which is everything else. */
export const tables = (names: Names, after: string[]): Resources =>
  Object.fromEntries(
    tableNames.map(name => [logicalId.table(name), table(names.table(name), known[name], after)]),
  );
