import { AsyncLocalStorage } from 'node:async_hooks';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { LambdaName } from '../../../statemachines/names.ts';

/** A call to AWS by its IAM action, and for DynamoDB the tables and indexes that it names, e.g. `projects`. */
export type Call = { by: LambdaName; action: string; on: string[] };

type Command = { input: Record<string, unknown>; clientCommand?: object };
type Client = { config: { defaultSigningName?: string } };
type Send = (this: Client, command: Command, ...rest: unknown[]) => unknown;

const running = new AsyncLocalStorage<LambdaName>();

/** Everything that `run` calls is its Lambda's. */
export const runAs = <T>(name: LambdaName, run: () => T): T => running.run(name, run);

/** Undefined outside every Lambda. */
export const runningLambda = (): LambdaName | undefined => running.getStore();

const tablesOf = ({ TableName, IndexName, RequestItems }: Record<string, unknown>): string[] => {
  if (typeof RequestItems === 'object' && RequestItems !== null) return Object.keys(RequestItems);
  if (typeof TableName !== 'string') return [];
  return [typeof IndexName === 'string' ? `${TableName}/index/${IndexName}` : TableName];
};

/**
 * Calls `called` for each command that a client of the AWS SDK sends in a Lambda, whatever the service: all clients
 * inherit one `send`. The result stops it.
 */
export const recordCommands = (called: (call: Call) => void): (() => void) => {
  const base = Object.getPrototypeOf(SFNClient.prototype) as { send: Send };
  const { send } = base;
  base.send = function (command, ...rest) {
    const by = runningLambda();
    const name = (command.clientCommand ?? command).constructor.name.replace(/Command$/, '');
    // Signatures name a service as IAM does.
    const action = `${this.config.defaultSigningName}:${name}`;
    if (by !== undefined) called({ by, action, on: tablesOf(command.input) });
    return send.call(this, command, ...rest);
  };
  return () => {
    base.send = send;
  };
};
