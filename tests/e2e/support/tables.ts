import type { TableNames } from '../../../functions/runtime/config.ts';
import { localTables } from '../../../local/aws/tables.ts';
import type { Story } from './story.ts';

type Item = Record<string, Record<string, unknown>>;

/** The attributes of each table's key. */
const keys: Record<keyof TableNames, string[]> = {
  requests: ['requestId'],
  holdings: ['resourceKey'],
  audit: ['requestId', 'seq'],
  projects: ['project'],
};

/** Every item of a table, as DynamoDB writes it. */
export const itemsOf = async ({ dynamodb }: Story, table: keyof TableNames): Promise<Item[]> => {
  const page = (await dynamodb.call('scan', { TableName: localTables[table] })) as { Items?: Item[] };
  return page.Items ?? [];
};

const remove = ({ dynamodb }: Story, table: keyof TableNames, item: Item) => {
  const Key = Object.fromEntries(keys[table].map(name => [name, item[name]]));
  return dynamodb.call('deleteItem', { TableName: localTables[table], Key });
};

/** Loses the items for which `which` answers true; answers how many. */
export const lose = async (
  story: Story,
  table: keyof TableNames,
  which: (item: Item) => boolean = () => true,
): Promise<number> => {
  const lost = (await itemsOf(story, table)).filter(which);
  for (const item of lost) await remove(story, table, item);
  return lost.length;
};

/** A table as it is now, to be restored later, as point-in-time recovery and a switch of tables would. */
export const backup = async (story: Story, table: keyof TableNames): Promise<() => Promise<void>> => {
  const kept = await itemsOf(story, table);
  return async () => {
    await lose(story, table);
    for (const Item of kept) await story.dynamodb.call('putItem', { TableName: localTables[table], Item });
  };
};
