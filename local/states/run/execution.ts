import type { EndExecution, Execution } from '../execution.ts';
import { fromText } from '../json.ts';
import { asFailure, type Branch } from './branch.ts';
import { runFlow } from './flow.ts';
import type { Host } from './host.ts';
import { FlowStopped } from './scope.ts';

const outermostBranch = (host: Host, execution: Execution): Branch => ({
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

const limitTime = (host: Host, branch: Branch, end: EndExecution) => {
  const { execution } = branch;
  const seconds = execution.machine.timeoutSeconds;
  if (seconds === undefined) return;
  const cancel = host.clock.at(execution.startedAt + seconds * 1000, () =>
    end(execution, 'TIMED_OUT', { previous: branch.lastEvent, type: 'ExecutionTimedOut' }, {}),
  );
  execution.scope.onStop(cancel);
};

const run = async (branch: Branch, end: EndExecution) => {
  const { execution, host } = branch;
  const { input } = execution;
  try {
    // The caller of StartExecution has its answer before anything runs.
    await host.turn();
    const { outputText } = await runFlow(branch, { output: fromText(input), outputText: input });
    end(
      execution,
      'SUCCEEDED',
      { previous: branch.lastEvent, type: 'ExecutionSucceeded' },
      { output: outputText },
    );
  } catch (error) {
    if (error instanceof FlowStopped) return;
    const { error: name, cause } = asFailure(error);
    end(execution, 'FAILED', { previous: branch.lastEvent, type: 'ExecutionFailed' }, { error: name, cause });
  } finally {
    branch.release();
  }
};

/** Starts running in the background; the clock is held while anything of it is under way. */
export const runExecution = (host: Host, execution: Execution, end: EndExecution): void => {
  const branch = outermostBranch(host, execution);
  limitTime(host, branch, end);
  void run(branch, end);
};
