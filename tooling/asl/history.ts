import { type Definition, stateOf } from './definition.ts';

/** A history holds this many events. Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const historyLimit = 25_000;

/** State entered and exited. */
const aroundState = 2;
/** Scheduled, started, and how it ended. */
const attempt = 3;
/** Submitted: the call was made, and the answer comes by token. */
const withToken = 1;

/**
 * The most events that one pass of a state adds to a history: all of its retries are used up, each retrier counting for
 * itself. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export const eventsOfPass = (machine: Definition, name: string): number => {
  const state = stateOf(machine, name);
  if (state.Type !== 'Task') return aroundState;
  const retries = (state.Retry ?? []).reduce((sum, { MaxAttempts = 3 }) => sum + MaxAttempts, 0);
  const each = attempt + (state.Resource.endsWith('.waitForTaskToken') ? withToken : 0);
  return aroundState + (1 + retries) * each;
};

/** The same for one pass of which no attempt fails. */
export const eventsOfSuccess = (machine: Definition, name: string): number => {
  const state = stateOf(machine, name);
  if (state.Type !== 'Task') return aroundState;
  return aroundState + attempt + (state.Resource.endsWith('.waitForTaskToken') ? withToken : 0);
};
