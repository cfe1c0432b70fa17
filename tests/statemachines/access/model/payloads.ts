import { isJsonRecord, type Json } from '../../../../tooling/asl/definition.ts';
import { playAll } from './kill.ts';
import { scenarios } from './scenarios.ts';
import { readAccess } from './static.ts';

/** State → what it sends to its function. Calls of DynamoDB reach no handler, so no version of them must live on. */
export const recordPayloads = async (): Promise<Map<string, Json>> => {
  const played = await playAll(readAccess(), scenarios);
  const sent = new Map(played.flatMap(each => [...each.played.sent]));
  return new Map([...sent].filter(([, payload]) => isJsonRecord(payload) && 'v' in payload));
};
