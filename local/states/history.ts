import { StateFailure } from './errors.ts';
import type { Execution, StoredEvent } from './execution.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const historyLimit = 25_000;

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: Date;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>>;
}

const entered = /^(Task|Choice|Wait|Pass|Succeed|Fail|Parallel|Map)StateEntered$/;
const exited = /^(Task|Choice|Wait|Pass|Succeed|Parallel|Map)StateExited$/;

const detailsName = (type: string): `${string}EventDetails` => {
  if (entered.test(type)) return 'stateEnteredEventDetails';
  if (exited.test(type)) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};

const dataFields = new Set(['input', 'output', 'assignedVariables', 'parameters']);
const withoutData = (details: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(details).filter(([field]) => !dataFields.has(field)));

/** The event as GetExecutionHistory shows it. https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export const showEvent = (event: StoredEvent, includeData = true): HistoryEvent => ({
  id: event.id,
  previousEventId: event.previousEventId,
  timestamp: new Date(event.at),
  type: event.type,
  ...(event.details && {
    [detailsName(event.type)]: includeData ? event.details : withoutData(event.details),
  }),
});

const ends = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/** Adds an event and returns it with its id. Throws a terminal `StateFailure` when only the ending would still fit. */
export const append = (execution: Execution, added: Omit<StoredEvent, 'id'>): StoredEvent => {
  if (execution.events.length >= historyLimit - 1 && !ends.has(added.type)) {
    throw new StateFailure({
      error: 'States.Runtime',
      cause: `The execution reached the maximum number of history events (${historyLimit}).`,
      terminal: true,
    });
  }
  const event: StoredEvent = { id: execution.events.length + 1, ...added };
  execution.events.push(event);
  return event;
};
