import { tasksOf } from '../definition.ts';
import type { Rule } from './finding.ts';

/** A Task without a timeout waits up to a year; one that waits for a token does so invisibly. */
export const tasksTimeOut: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, task]) => {
    if (task.TimeoutSeconds !== undefined) return [];
    const waits = task.Resource.endsWith('.waitForTaskToken');
    const lint = waits ? 'token-without-timeout' : 'task-without-timeout';
    return [{ lint, at: name, message: 'TimeoutSeconds is missing' }];
  });

export const heartbeatsFit: Rule = ({ machine }) =>
  tasksOf(machine).flatMap(([name, { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat }]) => {
    if (typeof heartbeat !== 'number' || typeof timeout !== 'number' || heartbeat < timeout) return [];
    return [
      {
        lint: 'heartbeat-beyond-timeout',
        at: name,
        message: 'HeartbeatSeconds must be below TimeoutSeconds',
      },
    ];
  });

/** A timeout of the whole execution skips every Catch. */
export const noTimeoutOverAll: Rule = ({ machine }) =>
  machine.TimeoutSeconds === undefined
    ? []
    : [
        {
          lint: 'timeout-over-all',
          at: '',
          message: 'A top-level timeout ends the execution past every Catch',
        },
      ];
