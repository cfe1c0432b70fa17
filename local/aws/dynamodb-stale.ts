/** An item, or a part of one, as the JSON protocol spells it. */
type Attributes = Record<string, unknown>;
type Input = {
  TableName?: string;
  Key?: Attributes;
  Item?: Attributes;
  ConsistentRead?: boolean;
  RequestItems?: Record<string, { Keys?: Attributes[]; ConsistentRead?: boolean }>;
};
type Output = { Item?: Attributes; Attributes?: Attributes; Responses?: Record<string, Attributes[]> };
type Versions = { now: Attributes; before: Attributes | undefined };

/**
 * What a read that does not ask for consistency may be answered with: the item as it was before its last write, or nothing
 * when that made it. Learns from the calls as they pass. Queries and scans are left as they are.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
 */
export const createStaleReads = (keyNames: (table: string) => string[]) => {
  const known = new Map<string, Versions>();
  const idOf = (table: string, attributes: Attributes): string =>
    JSON.stringify([table, ...keyNames(table).map(name => attributes[name])]);
  const written = (table: string, item: Attributes | undefined): void => {
    if (item === undefined) return;
    const id = idOf(table, item);
    known.set(id, { now: item, before: known.get(id)?.now });
  };
  const before = (table: string, key: Attributes): Attributes | undefined =>
    known.get(idOf(table, key))?.before;
  const isKnown = (table: string, key: Attributes): boolean => known.has(idOf(table, key));

  return {
    /** The answer to a call that succeeded, as old as DynamoDB may give it. */
    answer(action: string, input: Input, output: Output): Output {
      const { TableName: table = '', Key = {}, Item, ConsistentRead, RequestItems = {} } = input;
      if (action === 'PutItem') written(table, Item);
      if (action === 'UpdateItem') written(table, output.Attributes);
      if (action === 'GetItem' && ConsistentRead !== true && isKnown(table, Key)) {
        const { Item: _, ...rest } = output;
        const old = before(table, Key);
        return old === undefined ? rest : { ...rest, Item: old };
      }
      if (action !== 'BatchGetItem') return output;
      const Responses = Object.fromEntries(
        Object.entries(output.Responses ?? {}).map(([name, items]) => {
          if (RequestItems[name]?.ConsistentRead === true) return [name, items];
          const old = items.map(item => (isKnown(name, item) ? before(name, item) : item));
          return [name, old.filter(item => item !== undefined)];
        }),
      );
      return { ...output, Responses };
    },
  };
};
