import { mayDecide } from '../../domain/approval/index.ts';
import type { SurfaceDeps } from '../deps.ts';
import { saying } from '../messages/blocks.ts';
import { detailsView, refusal } from '../messages/index.ts';
import { denyForm } from '../messages/small-forms.ts';
import { accountOf, answer, type Click, callerOf, onButton } from './click.ts';
import { homeAfterForm } from './home.ts';
import { doneAtHome } from './home-redraw.ts';
import { metadataText, readMetadata } from './metadata.ts';
import { shown, shownAfter, tryRedrawCard } from './shown.ts';
import { entered, errorsAt, onSubmission, type SubmissionArgs } from './submission.ts';
import type { Surface } from './surface.ts';

const notFound = saying('Curfew does not know that request any more. Nothing was changed.');

const approve = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const who = await callerOf(deps, click);
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  const acted = await deps.service.approve(click.requestId, who);
  const data = await shownAfter(deps, acted);
  const decided = acted.ok || acted.record?.status !== 'PENDING';
  if (data !== undefined && decided) await tryRedrawCard(deps, data, click);
  if (!acted.ok) return answer(deps, click, refusal({ ...acted, ...(data && { data }) }));
  if (click.source === 'home') await doneAtHome(deps, click, acted.message);
};

/** The form opens only for someone who could use it; the service checks again when it comes back. */
const openDeny = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const { service, slack, now } = deps;
  const [record, who, rules] = await Promise.all([
    service.find(click.requestId),
    callerOf(deps, click),
    service.catalog(),
  ]);
  if (record === undefined || rules === undefined) return answer(deps, click, notFound);
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  const asked = await shown(deps, record, rules);
  const may = mayDecide(who.person, 'deny', { record, rules, now: now() });
  if (may.ok) return slack.openView(click.triggerId, denyForm(asked, metadataText(click)));
  if (record.status !== 'PENDING') await tryRedrawCard(deps, asked, click);
  return answer(deps, click, refusal({ ...may, data: asked }));
};

const submitDeny = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const reason = entered(view, 'reason');
  const at = reason?.blockId ?? 'reason';
  const { requestId, source, ...clicked } = readMetadata(view.private_metadata);
  const who = await callerOf(deps, { account: accountOf(body), source });
  if ('refused' in who) return errorsAt(at, who.refused);
  const acted = await deps.service.deny(requestId, who, reason?.value ?? '');
  const data = await shownAfter(deps, acted);
  if (data !== undefined && data.record.status !== 'PENDING') await tryRedrawCard(deps, data, clicked);
  await homeAfterForm(deps, { account: who.actor, source });
  return acted.ok ? undefined : errorsAt(at, acted.message || 'That request cannot be denied any more.');
};

const openDetails = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const [record, who] = await Promise.all([deps.service.find(click.requestId), callerOf(deps, click)]);
  if (record === undefined) return answer(deps, click, notFound);
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  return deps.slack.openView(click.triggerId, detailsView(await shown(deps, record)));
};

/** Approve, Deny and Details, on the card and in App Home. */
export const decisionSurface: Surface = {
  name: 'approval card',
  register: (app, deps) => {
    onButton(app, deps, 'approve', click => approve(deps, click));
    onButton(app, deps, 'deny', click => openDeny(deps, click));
    onButton(app, deps, 'details', click => openDetails(deps, click));
    onSubmission(app, deps, 'deny', args => submitDeny(deps, args));
  },
};
