import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** As DynamoDB stores it, with plain JavaScript values. */
export type Item = Record<string, unknown>;
/** Attribute name → value, of the table's key. */
export type Key = Record<string, string | number>;

/** A path into an item, one segment a level: names may hold any character. */
export type Path = string | string[];

/**
 * How a write finds its own effect in the item, after an answer that was lost: the SDK's second attempt is refused by
 * the condition that the first one used up. `repeats`: the condition lets a second time through, and it does no harm.
 */
export type Own = ((item: Item) => boolean) | 'repeats';

/**
 * One conditional update of one item, created when it does not exist and `when` lets it.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export type Change = {
  set?: [Path, unknown][];
  /** Only where there is no value yet. */
  setOnce?: [Path, unknown][];
  remove?: Path[];
  /** Adds to a number; an absent one counts as 0. */
  add?: [Path, number][];
  /** A condition expression. `names` and `values` define its `#name` and `:value` placeholders. */
  when: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
  own: Own;
};

/** `item`: as it is after the write, or after later ones when its answer was lost. `done: false`: the condition did not hold. */
export type Written = { done: true; item: Item } | { done: false };

/** On what condition an item is replaced; the fields as in `Change`. */
export type Replacing = Required<Pick<Change, 'when' | 'names' | 'values' | 'own'>> & { keyName: string };

/** `where` and `filter` are expressions with placeholders, as in `Change`. */
export type QuerySpec = {
  /** Absent: the table itself. */
  index?: string;
  where: string;
  /** What is read and then left out; `limit` counts what is left. */
  filter?: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
  limit?: number;
  newestFirst?: boolean;
};

/**
 * DynamoDB as the ledger uses it: single items, every read of an item consistent. A conditional write whose answer was
 * lost is looked for in the item, and answers as if it had been heard. Throws the SDK's errors; after one from a write
 * nobody knows whether it took effect.
 */
export interface Store {
  /** Never the same twice: what a write leaves in an item to be recognised by. */
  newId(): string;
  get(table: string, key: Key): Promise<Item | undefined>;
  /** Those that exist, in any order. */
  getMany(table: string, keys: Key[]): Promise<Item[]>;
  /** `false` when an item with that key exists already. `own`: default `repeats`. */
  insert(table: string, item: Item, keyName: string, own?: Own): Promise<boolean>;
  /** Puts an item over the one that is there. `false`: the condition did not hold. */
  replace(table: string, item: Item, on: Replacing): Promise<boolean>;
  /** Unconditional: for items that never change. */
  put(table: string, item: Item): Promise<void>;
  update(table: string, key: Key, change: Change): Promise<Written>;
  /** In the order of the sort key. An index may lag behind the table. */
  query(table: string, spec: QuerySpec): Promise<Item[]>;
  /** Every item, these attributes only: for operators' commands, never on a click. */
  scan(table: string, attributes: string[]): Promise<Item[]>;
}

/** At most this many keys in one BatchGetItem. Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const batchLimit = 100;

export const createStore = (client: DynamoDBClient, newId: () => string = randomUUID): Store => {
  const doc = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const get = async (table: string, key: Key): Promise<Item | undefined> => {
    const { Item } = await doc.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item;
  };
  return {
    newId,
    get,
    async getMany(table, keys) {
      const found: Item[] = [];
      for (let from = 0; from < keys.length; from += batchLimit) {
        let ask: Key[] = keys.slice(from, from + batchLimit);
        while (ask.length > 0) {
          const answer = await doc.send(
            new BatchGetCommand({ RequestItems: { [table]: { Keys: ask, ConsistentRead: true } } }),
          );
          found.push(...(answer.Responses?.[table] ?? []));
          ask = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
        }
      }
      return found;
    },
    async insert(table, item, keyName, own = 'repeats') {
      const put = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': keyName },
      });
      const written = doc.send(put).then(() => item);
      const key = { [keyName]: item[keyName] } as Key;
      return (await answered(written, own, () => get(table, key))).done;
    },
    async replace(table, item, { keyName, when, names, values, own }) {
      const put = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: when,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      });
      const written = doc.send(put).then(() => item);
      const key = { [keyName]: item[keyName] } as Key;
      return (await answered(written, own, () => get(table, key))).done;
    },
    async put(table, item) {
      await doc.send(new PutCommand({ TableName: table, Item: item }));
    },
    async update(table, key, change) {
      const update = new UpdateCommand({
        TableName: table,
        Key: key,
        ...expression(change),
        ReturnValues: 'ALL_NEW',
      });
      const written = doc.send(update).then(answer => answer.Attributes ?? {});
      return answered(written, change.own, () => get(table, key));
    },
    async query(table, spec) {
      const items: Item[] = [];
      let from: Item | undefined;
      do {
        const page = await doc.send(
          new QueryCommand({
            TableName: table,
            IndexName: spec.index,
            KeyConditionExpression: spec.where,
            FilterExpression: spec.filter,
            ExpressionAttributeNames: spec.names,
            ExpressionAttributeValues: spec.values,
            ScanIndexForward: !spec.newestFirst,
            Limit: spec.limit,
            ConsistentRead: spec.index === undefined,
            ExclusiveStartKey: from,
          }),
        );
        items.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from !== undefined && (spec.limit === undefined || items.length < spec.limit));
      return spec.limit === undefined ? items : items.slice(0, spec.limit);
    },
    async scan(table, attributes) {
      const names = Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name]));
      const items: Item[] = [];
      let from: Item | undefined;
      do {
        const page = await doc.send(
          new ScanCommand({
            TableName: table,
            ProjectionExpression: Object.keys(names).join(', '),
            ExpressionAttributeNames: names,
            ConsistentRead: true,
            ExclusiveStartKey: from,
          }),
        );
        items.push(...(page.Items ?? []));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
      return items;
    },
  };
};

/**
 * A refusal of the first attempt is certain. After a later one, or when no attempt was answered, one read tells: the
 * first may have taken effect.
 */
const answered = async (
  written: Promise<Item>,
  own: Own,
  read: () => Promise<Item | undefined>,
): Promise<Written> => {
  try {
    return { done: true, item: await written };
  } catch (error) {
    const refused = error instanceof ConditionalCheckFailedException;
    if (refused && error.$metadata.attempts === 1) return { done: false };
    const item = own === 'repeats' ? undefined : await lookFor(own, read, refused);
    if (item !== undefined) return { done: true, item };
    if (refused) return { done: false };
    throw error;
  }
};

/** Where the write itself failed, that failure says more than one of the read. */
const lookFor = async (
  own: (item: Item) => boolean,
  read: () => Promise<Item | undefined>,
  refused: boolean,
): Promise<Item | undefined> => {
  try {
    const item = await read();
    return item !== undefined && own(item) ? item : undefined;
  } catch (error) {
    if (refused) throw error;
    return undefined;
  }
};

type Expression = {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
};

/** `Change` → the four parameters of UpdateItem. Exported for tests. */
export const expression = (change: Omit<Change, 'own'>): Expression => {
  const names: Record<string, string> = { ...change.names };
  const values: Record<string, unknown> = { ...change.values };
  const place = (path: Path): string =>
    [path]
      .flat()
      .map(segment => alias(names, '#p', segment))
      .join('.');
  const value = (given: unknown): string => alias(values, ':v', given);
  const sets = [
    ...(change.set ?? []).map(([path, given]) => `${place(path)} = ${value(given)}`),
    ...(change.setOnce ?? []).map(
      ([path, given]) => `${place(path)} = if_not_exists(${place(path)}, ${value(given)})`,
    ),
  ];
  const removes = (change.remove ?? []).map(place);
  const adds = (change.add ?? []).map(([path, by]) => `${place(path)} ${value(by)}`);
  const clauses = [clause('SET', sets), clause('REMOVE', removes), clause('ADD', adds)];
  return {
    UpdateExpression: clauses.filter(text => text !== '').join(' '),
    ConditionExpression: change.when,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
};

const clause = (word: string, parts: string[]): string =>
  parts.length === 0 ? '' : `${word} ${parts.join(', ')}`;

const alias = (known: Record<string, unknown>, prefix: string, given: unknown): string => {
  const name = `${prefix}${Object.keys(known).length}`;
  known[name] = given;
  return name;
};
