import * as z from 'zod';
import type { Contract } from './contract.ts';

/**
 * What passes between `access.asl.json` and the code behind each Task state: one schema for what the state sends
 * (`input`: the Lambda payload, or the arguments of a DynamoDB call) and one for what the machine reads from the
 * answer (`output`). Handlers are typed from it; tests run the real machine and parse every payload.
 *
 * Handlers accept every payload version younger than the longest grant, so `v` only ever grows by a new literal here.
 */
const requestId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);
const iso = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
/** A task token: at most 2,048 characters. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const token = z.string().min(1).max(2048);
const nothing = z.object({});

const call = <State extends string>(state: State) =>
  z.strictObject({ v: z.literal(1), state: z.literal(state), requestId });

const ends = z.strictObject({ until: iso, warnAt: iso });

const key = z.strictObject({ requestId: z.strictObject({ S: requestId }) });
const storeToken = z.strictObject({
  TableName: z.string(),
  Key: key,
  UpdateExpression: z.string(),
  ConditionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
  ExpressionAttributeValues: z.strictObject({
    ':token': z.strictObject({ S: token }),
    ':granted': z.strictObject({ S: z.literal('GRANTED') }),
    ':until': z.strictObject({ S: iso }),
  }),
});
const read = z.strictObject({
  TableName: z.string(),
  Key: key,
  ConsistentRead: z.literal(true),
  ProjectionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()),
});

/** `until`, `warnAt`, `asks` and `startAt` are timestamps as `Iso` in `functions/domain/time.ts`. */
export const accessContract = {
  /** `next: 'go'`: approved already, nobody is asked. */
  Open: {
    input: call('Open'),
    output: z.strictObject({ next: z.enum(['ask', 'go', 'refused']), asks: z.array(iso), startAt: iso }),
  },
  /**
   * `entered` and `retry` order the invocations: when the state was entered, and which attempt of it this is, from 0.
   */
  Ask: {
    input: call('Ask').extend({ entered: iso, retry: z.number().int().min(0), token }),
    output: nothing,
  },
  'Read the decision': {
    input: read,
    output: z.object({
      Item: z.object({
        status: z.object({ S: z.string() }),
        asks: z.object({ L: z.array(z.object({ S: iso })) }),
      }),
    }),
  },
  'Notify approved': { input: call('Notify approved'), output: nothing },
  Grant: { input: call('Grant'), output: ends },
  'Notify granted': { input: call('Notify granted'), output: nothing },
  Hold: { input: storeToken, output: nothing },
  'Notify ending': { input: call('Notify ending'), output: nothing },
  'Hold to the end': { input: storeToken, output: nothing },
  'What changed?': {
    input: read,
    output: z.object({
      Item: z.object({
        status: z.object({ S: z.string() }),
        until: z.object({ S: iso }),
        warnAt: z.object({ S: iso }),
        wake: z.object({ S: z.enum(['end', 'extend']) }).optional(),
      }),
    }),
  },
  Extend: { input: call('Extend'), output: ends },
  'Drop the extension': {
    input: z.strictObject({
      TableName: z.string(),
      Key: key,
      UpdateExpression: z.string(),
      ConditionExpression: z.string(),
      ExpressionAttributeNames: z.record(z.string(), z.string()),
      ExpressionAttributeValues: z.strictObject({ ':extend': z.strictObject({ S: z.literal('extend') }) }),
    }),
    output: nothing,
  },
  'Notify extended': { input: call('Notify extended'), output: nothing },
  Revoke: {
    input: call('Revoke').extend({ because: z.enum(['end', 'grant-failed']) }),
    output: nothing,
  },
  'Page security': {
    // `refused`: AWS said no, or what AWS says cannot be established. Otherwise it only waits, for hours.
    input: call('Page security').extend({ refused: z.boolean() }),
    output: nothing,
  },
  'Notify refused': { input: call('Notify refused'), output: nothing },
  'Notify denied': { input: call('Notify denied'), output: nothing },
  'Notify cancelled': { input: call('Notify cancelled'), output: nothing },
  'Notify expired': { input: call('Notify expired'), output: nothing },
  'Notify ended': { input: call('Notify ended'), output: nothing },
} as const satisfies Contract;

export type TaskState = keyof typeof accessContract;
/** What the step behind a state of the machine `access` is given, and what it answers. */
export type AccessInput<State extends TaskState> = z.infer<(typeof accessContract)[State]['input']>;
export type AccessOutput<State extends TaskState> = z.infer<(typeof accessContract)[State]['output']>;

/** The execution's own input; the execution's name is the request id. */
export const executionInput = z.strictObject({ v: z.literal(1), requestId });
export type ExecutionInput = z.infer<typeof executionInput>;
