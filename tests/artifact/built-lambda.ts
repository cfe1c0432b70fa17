import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LambdaName } from '../../statemachines/names.ts';
import { bundle } from '../../tooling/build/esbuild.ts';

export type LambdaOptions = {
  /** Everything in the process's environment. */
  environment: Record<string, string>;
  /** Where bundles are built; of its own for each test file, because files run side by side. */
  outdir: string;
  timeoutMs: number;
  /** What the Lambda's clock shows during an invocation, in epoch ms. Default: the real time. */
  now?: () => number;
};

/** A bundle as it is deployed, in a process of its own. */
export type BuiltLambda = {
  /** Rejects with an error whose `name` is the `errorType` that Lambda would report to Step Functions. */
  invoke(event: unknown): Promise<unknown>;
  /** All it has logged. */
  printed(): string;
  stop(): Promise<void>;
};

type Failure = { errorType: string; errorMessage: string; trace: string };
type Answer = { id: number; payload: string } | { id: number; failure: Failure };
type Waiting = { resolve: (payload: unknown) => void; reject: (error: Error) => void };

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const settle = (waiting: Map<number, Waiting>, answer: Answer): void => {
  const one = waiting.get(answer.id);
  waiting.delete(answer.id);
  if ('payload' in answer) one?.resolve(JSON.parse(answer.payload));
  else one?.reject(named(answer.failure.errorType, answer.failure.errorMessage));
};

const collect = (child: ChildProcess): (() => string) => {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  return () => text;
};

/** Builds `functions/<name>.ts` and starts it. Throws when it cannot even be loaded. */
export const startLambda = async (name: LambdaName, options: LambdaOptions): Promise<BuiltLambda> => {
  const { environment, outdir, timeoutMs, now } = options;
  const { file } = await bundle(`functions/${name}.ts`, { stub: true, outdir });
  const child = fork('tests/artifact/serve-lambda.mjs', [pathToFileURL(resolve(file)).href], {
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed = collect(child);
  const waiting = new Map<number, Waiting>();
  const ended = once(child, 'exit').then(() => {
    const error = named('Runtime.ExitError', `${name} ended: ${printed()}`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    return error;
  });
  const failed = ended.then(error => Promise.reject(error));
  failed.catch(() => undefined);
  await Promise.race([once(child, 'message'), failed]);
  child.on('message', (answer: Answer) => settle(waiting, answer));

  let last = 0;
  return {
    printed,
    invoke: event =>
      new Promise((resolve, reject) => {
        if (!child.connected) return reject(named('Runtime.ExitError', `${name} ended: ${printed()}`));
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, event, timeoutMs, now: now?.() });
      }),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};
