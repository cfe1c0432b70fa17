import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import definitions from '../../functions/ledger/tables.json' with { type: 'json' };
import type { TableNames } from '../../functions/runtime/config.ts';

type Definition = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes'
>;

export const localTables: TableNames = {
  requests: 'curfew-requests',
  holdings: 'curfew-holdings',
  audit: 'curfew-audit',
  projects: 'curfew-projects',
};

/** The attributes that are the key of a table, by its local name; none for a table that is not ours. */
export const keyNamesOf = (name: string): string[] => {
  const [table] = Object.entries(localTables).find(([, local]) => local === name) ?? [];
  if (table === undefined) return [];
  const { KeySchema = [] } = (definitions as unknown as Record<string, Definition>)[table] ?? {};
  return KeySchema.map(({ AttributeName = '' }) => AttributeName);
};

/** The tables that are deployed, made from the same definitions. */
export const createTables = async (
  client: DynamoDBClient,
  names: TableNames = localTables,
): Promise<void> => {
  // JSON imports widen literals such as 'HASH' to string; the shape is CloudFormation's own.
  const known = definitions as unknown as Record<keyof TableNames, Definition>;
  for (const [table, name] of Object.entries(names) as [keyof TableNames, string][]) {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = known[table];
    const input = {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST' as const,
      AttributeDefinitions,
      KeySchema,
    };
    await client.send(
      new CreateTableCommand({ ...input, ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }) }),
    );
    while (!(await isActive(client, name))) await new Promise(resolve => setImmediate(resolve));
  }
};

const isActive = async (client: DynamoDBClient, name: string): Promise<boolean> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.TableStatus === 'ACTIVE';
};
