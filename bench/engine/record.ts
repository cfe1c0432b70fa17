import { toIso } from '../../functions/domain/time.ts';
import type { CallDynamoDb, Invoke } from '../../local/states/run/host.ts';
import type { AccessInput, AccessOutput, TaskState } from '../../statemachines/access.contract.ts';

/** As much of a request as the machine sees. */
type Kept = { status: 'PENDING' | 'APPROVED' | 'GRANTED' | 'ENDED'; askToken?: string; holdToken?: string };

/** When a request is to end, epoch ms. */
export type EndOf = (requestId: string) => number;

const minute = 60_000;

/**
 * The code behind the machine's states, as fast as possible: one entry in memory per request, each answer at once. So
 * the measurement is of the engine. Throws when the machine does what it should not.
 */
export const createRecords = (now: () => number, endOf: EndOf) => {
  const all = new Map<string, Kept>();
  let ended = 0;

  const kept = (requestId: string): Kept => {
    const found = all.get(requestId);
    if (found === undefined) throw new Error(`There is no request ${requestId}`);
    return found;
  };
  const move = (requestId: string, from: Kept['status'], to: Kept['status']): Kept => {
    const record = kept(requestId);
    if (record.status !== from) throw new Error(`${requestId} is ${record.status}, not ${from}`);
    record.status = to;
    return record;
  };
  const ends = (requestId: string) => {
    const until = endOf(requestId);
    return { until: toIso(until), warnAt: toIso(until - 15 * minute) };
  };
  const asks = () => [toIso(now() + 8 * 60 * minute)];

  const open = (requestId: string): AccessOutput<'Open'> => {
    all.set(requestId, { status: 'PENDING' });
    return { next: 'ask', asks: asks(), startAt: toIso(now()) };
  };
  const ask = ({ requestId, token }: AccessInput<'Ask'>): AccessOutput<'Ask'> => {
    kept(requestId).askToken = token;
    return {};
  };
  const grant = (requestId: string): AccessOutput<'Grant'> => {
    move(requestId, 'APPROVED', 'GRANTED');
    return ends(requestId);
  };
  const revoke = (requestId: string): AccessOutput<'Revoke'> => {
    if (endOf(requestId) > now()) throw new Error(`${requestId} is revoked before its end`);
    move(requestId, 'GRANTED', 'ENDED');
    ended += 1;
    return {};
  };

  const answer = (payload: { state: TaskState; requestId: string }): object => {
    switch (payload.state) {
      case 'Open':
        return open(payload.requestId);
      case 'Ask':
        return ask(payload as AccessInput<'Ask'>);
      case 'Grant':
        return grant(payload.requestId);
      case 'Revoke':
        return revoke(payload.requestId);
      case 'Notify granted':
      case 'Notify ending':
      case 'Notify ended':
        return {};
      default:
        throw new Error(`Nobody is behind ${payload.state} here`);
    }
  };
  const invoke: Invoke = async (_, payload) => answer(payload as Parameters<typeof answer>[0]);

  const dynamodb: CallDynamoDb = async (action, args, { executionName }) => {
    const record = kept(executionName);
    if (action === 'getItem') {
      const asked = { L: asks().map(S => ({ S })) };
      return { Item: { status: { S: record.status }, asks: asked } };
    }
    const values = args.ExpressionAttributeValues as AccessInput<'Hold'>['ExpressionAttributeValues'];
    record.holdToken = values[':token'].S;
    return {};
  };

  return {
    invoke,
    dynamodb,
    /** Answers the token to resume with. */
    approve: (requestId: string): string => move(requestId, 'PENDING', 'APPROVED').askToken ?? '',
    granted: (): number => [...all.values()].filter(({ status }) => status === 'GRANTED').length,
    ended: (): number => ended,
  };
};
