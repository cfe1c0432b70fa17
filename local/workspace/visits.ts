import type { StoredEvent } from '../states/execution.ts';
import type { Visit } from './view.ts';

const entered = /StateEntered$/;
const exited = /StateExited$/;
const failed = /^(?:Task|LambdaFunction)Failed$/;

const nameIn = ({ details }: StoredEvent): string => String(details?.name ?? '');

/** An execution's history as the states it went through, in order. `comments` by state name. */
export const visitsOf = (
  events: readonly StoredEvent[],
  comments: Readonly<Record<string, string>> = {},
): Visit[] => {
  const visits: Visit[] = [];
  for (const event of events) {
    const last = visits.at(-1);
    if (entered.test(event.type)) {
      const name = nameIn(event);
      if (last?.name === name) {
        last.times += 1;
        delete last.leftAt;
      } else visits.push(newVisit(name, event.at, comments[name]));
    } else if (last === undefined) continue;
    else if (exited.test(event.type)) last.leftAt = event.at;
    else if (event.type === 'TaskScheduled') last.tries += 1;
    else if (event.type === 'TaskTimedOut') last.timedOut = true;
    else if (failed.test(event.type)) last.error = String(event.details?.error ?? 'unknown');
  }
  return visits;
};

const newVisit = (name: string, enteredAt: number, comment: string | undefined): Visit => ({
  name,
  enteredAt,
  times: 1,
  tries: 0,
  timedOut: false,
  ...(comment !== undefined && { comment }),
});
