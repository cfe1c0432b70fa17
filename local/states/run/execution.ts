import type { Execution } from '../execution.ts';
import type { EndExecution } from '../executions.ts';
import { fromText } from '../json.ts';
import { asFailure, type Strand } from './branch.ts';
import { runFlow } from './flow.ts';
import type { Host } from './host.ts';
import { FlowStopped } from './scope.ts';

const strandOf = (host: Host, execution: Execution): Strand => ({
  host,
  execution,
  scope: execution.scope,
  flow: execution.machine.flow,
  outermost: true,
  mapContext: undefined,
  variables: {},
  lastEvent: 0,
  current: undefined,
  release: host.clock.hold(execution.name),
});

const limitTime = (host: Host, strand: Strand, end: EndExecution) => {
  const { execution } = strand;
  const seconds = execution.machine.timeoutSeconds;
  if (seconds === undefined) return;
  const cancel = host.clock.at(execution.startedAt + seconds * 1000, () =>
    end(execution, 'TIMED_OUT', { previous: strand.lastEvent, type: 'ExecutionTimedOut' }, {}),
  );
  execution.scope.onStop(cancel);
};

const run = async (strand: Strand, end: EndExecution) => {
  const { execution, host } = strand;
  const { input } = execution;
  try {
    // The caller of StartExecution has its answer before anything runs.
    await host.turn();
    const { outputText } = await runFlow(strand, { output: fromText(input), outputText: input });
    end(
      execution,
      'SUCCEEDED',
      { previous: strand.lastEvent, type: 'ExecutionSucceeded' },
      { output: outputText },
    );
  } catch (error) {
    if (error instanceof FlowStopped) return;
    const { error: name, cause } = asFailure(error);
    end(execution, 'FAILED', { previous: strand.lastEvent, type: 'ExecutionFailed' }, { error: name, cause });
  } finally {
    strand.release();
  }
};

/** Starts running in the background; the clock is held while anything of it is under way. */
export const runExecution = (host: Host, execution: Execution, end: EndExecution): void => {
  const strand = strandOf(host, execution);
  limitTime(host, strand, end);
  void run(strand, end);
};
