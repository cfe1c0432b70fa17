import type { WorkspaceView } from '../view.ts';
import { drawInto } from './dom/draw.ts';
import { type Element as Drawn, h } from './dom/h.ts';
import { keepAtEnd } from './scroll.ts';
import { type Act, send } from './send.ts';
import { drawAws } from './side/aws.ts';
import { drawClock } from './side/clock.ts';
import { drawRequest } from './side/request.ts';
import { drawTop } from './side/steps.ts';
import { drawSlack } from './slack/screen.ts';
import { readNow } from './slack/seen.ts';
import { type App, type FadingRow, personOf, type Ui } from './ui.ts';

/** A row whose access is gone fades for this long, ms: people miss a row that just vanishes. */
const fadingMs = 6_000;
const noteMs = 6_000;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
const draw = drawInto(root);

let view: WorkspaceView | undefined;
let ui: Ui = {
  me: '',
  places: {},
  read: {},
  typed: {},
  shortcutsOpen: false,
  notes: [],
  busy: 0,
  fading: [],
  clockAhead: 0,
};
let queue: Promise<unknown> = Promise.resolve();
let lastNote = 0;
let scheduled = false;

const set = (change: Partial<Ui>): void => {
  ui = { ...ui, ...change };
  redraw();
};

const note = (text: string): void => {
  if (ui.notes.some(each => each.text === text)) return;
  lastNote += 1;
  const mine = { id: lastNote, text };
  set({ notes: [...ui.notes, mine].slice(-3) });
  setTimeout(() => set({ notes: ui.notes.filter(({ id }) => id !== mine.id) }), noteMs);
};

const act = (wanted: Act): Promise<void> => {
  set({ busy: ui.busy + 1 });
  const mine = queue.then(async () => {
    const done = await send(wanted);
    if (!done.ok) note(done.error);
    else if (done.moved === false) note('Nothing is going to happen by itself: ask for access first.');
  });
  queue = mine
    .catch(() => note('The server does not answer. Is it still running?'))
    .finally(() => set({ busy: ui.busy - 1 }));
  return queue as Promise<void>;
};

const drawNotes = (app: App): Drawn =>
  h(
    'div.notes',
    { role: 'status', 'aria-live': 'polite' },
    app.ui.notes.map(({ id, text }) => h('p.note', { key: String(id) }, text)),
  );

const drawAll = (app: App): Drawn =>
  h(
    'div.workspace',
    { 'data-busy': app.ui.busy > 0 ? 'yes' : 'no' },
    drawTop(app),
    h('main', {}, drawSlack(app), h('aside', {}, drawAws(app), drawRequest(app))),
    drawClock(app),
    drawNotes(app),
  );

/** Shows the error: a page that leaves something out is worse. */
const drawFailure = (error: unknown): Drawn =>
  h('div.failure', { role: 'alert' }, h('h1', {}, 'This cannot be drawn'), h('pre', {}, String(error)));

const redrawNow = (): void => {
  scheduled = false;
  if (view === undefined) return;
  const app: App = { view, ui, now: Date.now() + ui.clockAhead, set, act, note };
  const read = readNow(app);
  if (read !== undefined) {
    ui = { ...ui, read };
    app.ui = ui;
  }
  const keep = keepAtEnd();
  try {
    draw(drawAll(app));
  } catch (error) {
    draw(drawFailure(error));
    throw error;
  }
  keep();
  document.title = `Curfew · ${personOf(app, ui.me)?.name ?? ''}`;
};

const redraw = (): void => {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(redrawNow);
};

const vanished = (before: WorkspaceView | undefined, now: WorkspaceView): FadingRow[] =>
  (before?.aws.entries ?? [])
    .filter(({ key }) => now.aws.entries.every(entry => entry.key !== key))
    .map(entry => ({ entry, until: Date.now() + fadingMs }));

const fadingAfter = (before: FadingRow[], more: FadingRow[]): FadingRow[] => [
  ...before.filter(({ entry }) => more.every(each => each.entry.key !== entry.key)),
  ...more,
];

const fresh = (next: WorkspaceView): Partial<Ui> => {
  const [first] = next.slack.users.filter(({ isBot }) => isBot !== true);
  return {
    me: first?.id ?? '',
    places: {},
    read: {},
    typed: {},
    fading: [],
    request: undefined,
    lesson: undefined,
    confirming: undefined,
  };
};

const toldErrors = (before: WorkspaceView | undefined, now: WorkspaceView): void => {
  for (const { user, doing, error } of now.slack.errors.slice(before?.slack.errors.length ?? 0))
    if (user === ui.me) note(`Slack shows a warning: the app did not answer (${doing}: ${error}).`);
};

const show = (next: WorkspaceView): void => {
  const isNew = view?.run !== next.run;
  const before = isNew ? undefined : view;
  const newest = next.requests[0]?.requestId;
  const asked = before !== undefined && newest !== before.requests[0]?.requestId;
  ui = {
    ...ui,
    ...(isNew && fresh(next)),
    ...(asked && { request: newest }),
    clockAhead: next.now - Date.now(),
    fading: fadingAfter(isNew ? [] : ui.fading, vanished(before, next)),
  };
  view = next;
  if (before !== undefined) toldErrors(before, next);
  redraw();
};

/** A message in another place sets a badge there. The person stays where they are. */
const listen = (): void => {
  const events = new EventSource('/api/views');
  events.onmessage = event => show(JSON.parse(String(event.data)) as WorkspaceView);
  events.onerror = () => document.body.classList.add('offline');
  events.onopen = () => document.body.classList.remove('offline');
};

setInterval(() => {
  const fading = ui.fading.filter(({ until }) => until > Date.now());
  if (fading.length !== ui.fading.length) ui = { ...ui, fading };
  redraw();
}, 1000);

listen();
