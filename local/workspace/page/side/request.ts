import { length } from '../../steps.ts';
import type { RequestView, Visit } from '../../view.ts';
import { type Child, type Element, h, type UiEvent } from '../dom/h.ts';
import { readingOf } from '../slack/reading.ts';
import { timeWithSeconds } from '../slack/times.ts';
import { type App, requestShown } from '../ui.ts';

/** Older visits are counted, not listed. */
const visitsShown = 16;

const words: Record<RequestView['execution']['status'], string> = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  ABORTED: 'killed',
};

const notesOn = (visit: Visit, isNow: boolean, now: number): string[] => {
  const { tries, times, error, timedOut, enteredAt, leftAt } = visit;
  const stay = (leftAt ?? now) - enteredAt;
  return [
    ...(error === undefined ? [] : [`${error}, tried ${tries} times`]),
    ...(error === undefined && times > 1 ? [`entered ${times} times`] : []),
    ...(timedOut && !isNow ? ['timed out, the normal way on'] : []),
    ...(stay > 1000 ? [length(stay)] : []),
  ];
};

/** The first sentence of the state machine's comment on a state. */
const firstSentence = (comment: string): string =>
  /^.*?[.:;](?=\s|$)/.exec(comment)?.[0].replace(/[:;]$/, '.') ?? comment;

const drawVisit = (app: App, visit: Visit, is: 'now' | 'past' | 'dead', index: number): Element =>
  h(
    'li.visit',
    {
      key: `${index} ${visit.name}`,
      class: [is, visit.error !== undefined && 'trouble'].filter(Boolean).join(' '),
      title: visit.comment,
      'aria-current': is === 'now' ? 'step' : undefined,
    },
    h('span.state', {}, visit.name),
    h('time', {}, timeWithSeconds(visit.enteredAt, readingOf(app).tz)),
    is === 'now' && visit.comment !== undefined && h('span.note', {}, firstSentence(visit.comment)),
    h('span.note', {}, notesOn(visit, is === 'now', app.now).join(' · ')),
  );

const drawVisits = (app: App, { execution }: RequestView): Child => {
  const { visits, status } = execution;
  const hidden = Math.max(0, visits.length - visitsShown);
  const last = status === 'RUNNING' ? 'now' : status === 'SUCCEEDED' ? 'past' : 'dead';
  return [
    hidden > 0 && h('p.earlier', {}, `${hidden} earlier states`),
    h(
      'ol.visits',
      {},
      visits
        .slice(hidden)
        .map((visit, index) =>
          drawVisit(app, visit, index + hidden === visits.length - 1 ? last : 'past', index + hidden),
        ),
    ),
  ];
};

const drawAudit = (app: App, { audit }: RequestView): Child =>
  audit.length > 0 &&
  h(
    'details.audit',
    { key: 'audit' },
    h('summary', {}, `Audit: ${audit.length} entries, chained by hash`),
    h(
      'ol',
      {},
      audit.map(({ seq, at, what, by, source }) =>
        h(
          'li',
          { key: String(seq) },
          h('time', {}, timeWithSeconds(at, readingOf(app).tz)),
          h('span', {}, what),
          h('span.source', {}, by === undefined ? source : `${by}, ${source}`),
        ),
      ),
    ),
  );

const picker = (app: App, shown: RequestView): Child =>
  app.view.requests.length > 1 &&
  h(
    'select.which',
    {
      'aria-label': 'Which request',
      value: shown.requestId,
      on: {
        change: (event: UiEvent) => app.set({ request: (event.currentTarget as { value: string }).value }),
      },
    },
    app.view.requests.map(({ requestId, requester, role, status }) =>
      h('option', { key: requestId, value: requestId }, `${requester.name}: ${role} · ${status}`),
    ),
  );

const drawShown = (app: App, request: RequestView): Child => {
  const { transitions, status } = request.execution;
  return [
    h(
      'p.about',
      {},
      h('strong', {}, `${request.requester.name}: ${request.role}`),
      h('span.status', { class: `is-${request.status.toLowerCase()}` }, request.status),
    ),
    h('p.count', {}, `Execution ${words[status]} · ${transitions} state transitions`),
    drawVisits(app, request),
    drawAudit(app, request),
  ];
};

/** The execution in Step Functions, state by state. */
export const drawRequest = (app: App): Element => {
  const request = requestShown(app);
  return h(
    'section.panel.request',
    { 'aria-label': 'This request', 'data-scroll': 'end', tabindex: 0 },
    h('h2', {}, 'This request'),
    request !== undefined && picker(app, request),
    request === undefined
      ? h('p.nobody', {}, 'One request is one execution of the state machine. Its states light up here.')
      : drawShown(app, request),
  );
};
