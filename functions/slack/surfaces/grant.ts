import type { Acted } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import { saying } from '../messages/blocks.ts';
import { refusal } from '../messages/index.ts';
import { extendForm } from '../messages/small-forms.ts';
import { closeDm, data, dataOf, redrawCard } from '../notify/redraw.ts';
import { accountOf, answer, type ButtonArgs, type Click, onButton, requestIdOf } from './click.ts';
import { doneAtHome } from './home-redraw.ts';
import { entered, errorsAt, onSubmission, type SubmissionArgs } from './submission.ts';
import type { Surface } from './surface.ts';

/** The clicked message loses its buttons, the card follows, a refusal is said to the clicker. */
const settle = async (deps: SurfaceDeps, click: Click, acted: Acted): Promise<void> => {
  const { data: now } = await dataOf(deps, acted);
  if (now !== undefined) {
    await Promise.all([closeIfOver(deps, click, acted, now), redrawCard(deps, now)]);
  }
  if (!acted.ok) await answer(deps, click, refusal({ ...acted, ...(now !== undefined && { data: now }) }));
  else if (click.source === 'home') await doneAtHome(deps, click, acted.message);
};

/** A stranger's click takes nobody's buttons away. */
const closeIfOver = async (
  deps: SurfaceDeps,
  click: Click,
  acted: Acted,
  now: Parameters<typeof closeDm>[1],
): Promise<void> => {
  const over =
    acted.ok ||
    acted.code === 'not-live' ||
    acted.code === 'already-decided' ||
    acted.code === 'already-asked';
  if (over) await closeDm(deps, now, click.blockId, click.message);
};

const cancel = async (deps: SurfaceDeps, click: Click): Promise<void> =>
  settle(deps, click, await deps.service.cancel(click.requestId, click.account, click.source));

const end = async (deps: SurfaceDeps, click: Click): Promise<void> =>
  settle(deps, click, await deps.service.end(click.requestId, click.account, click.source));

const openExtend = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const record = await deps.service.find(click.requestId);
  if (record === undefined) return answer(deps, click, saying('That request is not known here any more.'));
  const now = await data(deps, record);
  if (record.status !== 'GRANTED') await closeDm(deps, now, click.blockId, click.message);
  return deps.slack.openView(click.triggerId, extendForm(now));
};

const submitExtend = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const field = entered(view, 'byMs');
  const byMs = Number(field?.value);
  const at = field?.blockId ?? 'byMs';
  if (!Number.isSafeInteger(byMs) || byMs <= 0) return errorsAt(at, 'Pick how much longer you need it.');
  const acted = await deps.service.extend(
    requestIdOf(view.private_metadata),
    accountOf(body),
    byMs,
    'message',
  );
  return acted.ok ? undefined : errorsAt(at, acted.message || 'It cannot be extended any more.');
};

/** What the requester can do with a request: Cancel, Extend, I'm done. */
export const grantSurface: Surface = {
  name: "the grant's message",
  register: (app, deps) => {
    app.action<ButtonArgs['body']>(
      { type: 'block_actions', action_id: 'cancel' },
      onButton(deps, click => cancel(deps, click)),
    );
    app.action<ButtonArgs['body']>(
      { type: 'block_actions', action_id: 'end' },
      onButton(deps, click => end(deps, click)),
    );
    app.action<ButtonArgs['body']>(
      { type: 'block_actions', action_id: 'extend' },
      onButton(deps, click => openExtend(deps, click)),
    );
    app.view(
      { type: 'view_submission', callback_id: 'extend' },
      onSubmission(deps, args => submitExtend(deps, args)),
    );
    // Slack also reports clicks on links, and shows a warning unless they are acknowledged.
    app.action(/^link/, async ({ ack }) => ack());
  },
};
