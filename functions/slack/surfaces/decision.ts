import { mayDecide } from '../../domain/approval/index.ts';
import type { Acted } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import { saying } from '../messages/blocks.ts';
import { detailsView, refusal } from '../messages/index.ts';
import { denyForm } from '../messages/small-forms.ts';
import { data, dataOf, redrawCard } from '../notify/redraw.ts';
import { accountOf, answer, type ButtonArgs, type Click, onButton, requestIdOf } from './click.ts';
import { doneAtHome } from './home-redraw.ts';
import { entered, errorsAt, onSubmission, type SubmissionArgs } from './submission.ts';
import type { Surface } from './surface.ts';

const notFound = saying('That request is not known here any more. Nothing was changed.');

const approve = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const acted = await deps.service.approve(click.requestId, click.account, click.source);
  const { data: now } = await dataOf(deps, acted);
  const settled = acted.ok || acted.record?.status !== 'PENDING';
  if (now !== undefined && settled) await redrawCard(deps, now, click.message);
  if (!acted.ok) await answer(deps, click, refusal({ ...acted, ...(now !== undefined && { data: now }) }));
  else if (click.source === 'home') await doneAtHome(deps, click, acted.message);
};

/** The form opens only for someone who could use it; the service checks again when it comes back. */
const openDeny = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const { service, slack, now } = deps;
  const [record, who, catalog] = await Promise.all([
    service.find(click.requestId),
    service.whoIs(click.account),
    service.catalog(),
  ]);
  if (record === undefined || catalog === undefined) return answer(deps, click, notFound);
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  const asked = await data(deps, record, catalog);
  const may = mayDecide(who.known, 'deny', { record, rules: catalog, now: now() });
  if (may.ok) return slack.openView(click.triggerId, denyForm(asked));
  if (record.status !== 'PENDING') await redrawCard(deps, asked, click.message);
  return answer(deps, click, refusal({ ...may, data: asked }));
};

const plainWords = (acted: Extract<Acted, { ok: false }>, words: string): string =>
  acted.message === '' ? words : acted.message;

const submitDeny = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const reason = entered(view, 'reason');
  const at = reason?.blockId ?? 'reason';
  if (reason?.value === undefined || reason.value.trim() === '')
    return errorsAt(at, 'Say why, so that they know what to change.');
  const requestId = requestIdOf(view.private_metadata);
  const acted = await deps.service.deny(requestId, accountOf(body), reason.value, 'message');
  const { data: now } = await dataOf(deps, acted);
  if (now !== undefined && now.record.status !== 'PENDING') await redrawCard(deps, now);
  return acted.ok ? undefined : errorsAt(at, plainWords(acted, 'That request cannot be denied any more.'));
};

const openDetails = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const [record, who] = await Promise.all([
    deps.service.find(click.requestId),
    deps.service.whoIs(click.account),
  ]);
  if (record === undefined) return answer(deps, click, notFound);
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  return deps.slack.openView(click.triggerId, detailsView(await data(deps, record)));
};

/** Approve, Deny and Details, on the card and in App Home. */
export const decisionSurface: Surface = {
  name: 'approval card',
  register: (app, deps) => {
    app.action<ButtonArgs['body']>(
      { type: 'block_actions', action_id: 'approve' },
      onButton(deps, click => approve(deps, click)),
    );
    app.action<ButtonArgs['body']>(
      { type: 'block_actions', action_id: 'deny' },
      onButton(deps, click => openDeny(deps, click)),
    );
    app.action<ButtonArgs['body']>(
      { type: 'block_actions', action_id: 'details' },
      onButton(deps, click => openDetails(deps, click)),
    );
    app.view(
      { type: 'view_submission', callback_id: 'deny' },
      onSubmission(deps, args => submitDeny(deps, args)),
    );
  },
};
