import type { Catalog } from '../../domain/catalog.ts';
import { usesAccount } from '../../domain/identity.ts';
import type { RequestRecord } from '../../domain/record.ts';
import type { Acted, Caller, Giver } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import { saying } from '../messages/blocks.ts';
import { canBeEnded } from '../messages/grant-buttons.ts';
import { refusal } from '../messages/index.ts';
import { doneForm, endForm, extendForm } from '../messages/small-forms.ts';
import { accountOf, answer, type Click, callerOf, onButton } from './click.ts';
import { homeAfterForm } from './home.ts';
import { doneAtHome } from './home-redraw.ts';
import { metadataText, readMetadata } from './metadata.ts';
import { closeClickedDm, shown, shownAfter, tryRedrawCard } from './shown.ts';
import { entered, errorsAt, onSubmission, type SubmissionArgs } from './submission.ts';
import type { Surface } from './surface.ts';

/** Is the clicked message history? Not when someone clicked who may not act on it. */
const isOver = (acted: Acted): boolean =>
  acted.ok || ['not-live', 'already-decided', 'already-asked'].includes(acted.code);

type Action = (requestId: string, caller: Giver) => Promise<Acted>;

/**
 * What someone asked for is theirs to give up, whatever the rules and Slack say of them today: the account is enough. Only
 * for somebody else's request it matters who they are.
 */
const giveUp = async (
  deps: SurfaceDeps,
  click: Pick<Click, 'account' | 'source' | 'requestId'>,
  action: Action,
): Promise<Acted | { refused: string }> => {
  const { account, source, requestId } = click;
  const acted = await action(requestId, { actor: { person: '', ...account }, source });
  if (acted.ok || acted.code !== 'not-yours') return acted;
  const who = await callerOf(deps, click);
  return 'refused' in who ? who : action(requestId, who);
};

/** The clicked message loses its buttons, the card follows, a refusal is said to the clicker. */
const act = async (deps: SurfaceDeps, click: Click, action: Action): Promise<void> => {
  const acted = await giveUp(deps, click, action);
  if ('refused' in acted) return answer(deps, click, saying(acted.refused));
  if (!acted.ok && acted.code === 'needs-reason') return openEnd(deps, click);
  if (!acted.ok && acted.besides !== undefined) return openDone(deps, click, acted);
  const data = await shownAfter(deps, acted);
  if (data !== undefined) {
    const closing = isOver(acted) ? closeClickedDm(deps, data, click) : undefined;
    await Promise.all([closing, tryRedrawCard(deps, data, click)]);
  }
  if (!acted.ok) return answer(deps, click, refusal({ ...acted, ...(data && { data }) }));
  if (click.source === 'home') await doneAtHome(deps, click, acted.message);
};

/** Other requests keep the access: nothing is ended until the person has said what to end. */
const openDone = async (deps: SurfaceDeps, click: Click, refused: Acted & { ok: false }): Promise<void> => {
  const catalog = await deps.service.catalog();
  const data = refused.record && (await shown(deps, refused.record, catalog));
  if (data === undefined) return;
  const besides = await Promise.all((refused.besides ?? []).map(record => shown(deps, record, catalog)));
  await deps.slack.openView(click.triggerId, doneForm(data, besides, metadataText(click)));
};

const submitDone = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const which = entered(view, 'which');
  const at = which?.blockId ?? 'which';
  const { requestId, source, ...clicked } = readMetadata(view.private_metadata);
  const account = accountOf(body);
  const besides = which?.value === 'all' ? await deps.service.heldBesides(requestId) : [];
  let refused: string | undefined;
  for (const id of [requestId, ...besides.map(each => each.requestId)]) {
    const acted = await giveUp(deps, { account, source, requestId: id }, (one, giver) =>
      deps.service.end(one, giver),
    );
    if ('refused' in acted) return errorsAt(at, acted.refused);
    const data = await shownAfter(deps, acted);
    if (data !== undefined) await tryRedrawCard(deps, data, id === requestId ? clicked : {});
    if (!acted.ok && acted.code !== 'not-live') refused ??= acted.message;
  }
  await homeAfterForm(deps, { account, source });
  return refused === undefined ? undefined : errorsAt(at, refused);
};

const openExtend = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const record = await deps.service.find(click.requestId);
  if (record === undefined) return answer(deps, click, saying('Curfew does not know that request any more.'));
  const data = await shown(deps, record);
  if (record.status !== 'GRANTED') await closeClickedDm(deps, data, click);
  return deps.slack.openView(click.triggerId, extendForm(data, metadataText(click)));
};

const submitExtend = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const field = entered(view, 'byMs');
  const byMs = Number(field?.value);
  const at = field?.blockId ?? 'byMs';
  if (!Number.isSafeInteger(byMs) || byMs <= 0) return errorsAt(at, 'Pick how much longer you need it.');
  const { requestId, source } = readMetadata(view.private_metadata);
  const who = await callerOf(deps, { account: accountOf(body), source });
  if ('refused' in who) return errorsAt(at, who.refused);
  const acted = await deps.service.extend(requestId, who, byMs);
  await homeAfterForm(deps, { account: who.actor, source });
  return acted.ok ? undefined : errorsAt(at, acted.message || 'It cannot be extended any more.');
};

const mayEnd = ({ requester, project }: RequestRecord, { person }: Caller, rules: Catalog): boolean =>
  usesAccount(person, requester) || rules.projects[project]?.owners.includes(person.name) === true;

/** The form opens only for someone who could use it; the service checks again when it comes back. */
const openEnd = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const [record, who, rules, others] = await Promise.all([
    deps.service.find(click.requestId),
    callerOf(deps, click),
    deps.service.catalog(),
    deps.service.heldBesides(click.requestId),
  ]);
  if (record === undefined || rules === undefined) {
    return answer(deps, click, saying('Curfew does not know that request any more.'));
  }
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  const data = await shown(deps, record, rules);
  if (!mayEnd(record, who, rules)) {
    const message = `Only they or an owner of ${record.project} can end this access.`;
    return answer(deps, click, refusal({ code: 'not-yours', message, data }));
  }
  if (canBeEnded(data)) {
    const besides = await Promise.all(others.map(other => shown(deps, other, rules)));
    return deps.slack.openView(click.triggerId, endForm(data, metadataText(click), besides));
  }
  await tryRedrawCard(deps, data, click);
  return answer(deps, click, refusal({ code: 'not-live', message: '', data }));
};

const submitEnd = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const reason = entered(view, 'reason');
  const at = reason?.blockId ?? 'reason';
  const { requestId, source, ...clicked } = readMetadata(view.private_metadata);
  const who = await callerOf(deps, { account: accountOf(body), source });
  if ('refused' in who) return errorsAt(at, who.refused);
  const acted = await deps.service.end(requestId, who, reason?.value ?? '');
  const data = await shownAfter(deps, acted);
  if (data !== undefined) await tryRedrawCard(deps, data, clicked);
  await homeAfterForm(deps, { account: who.actor, source });
  return acted.ok ? undefined : errorsAt(at, acted.message || 'That access cannot be ended any more.');
};

/** What the requester can do with a request: Cancel, Extend, I'm done; and an owner of the project: End access. */
export const grantSurface: Surface = {
  name: "the grant's message",
  register: (app, deps) => {
    const { service } = deps;
    onButton(app, deps, 'cancel', click => act(deps, click, service.cancel));
    onButton(app, deps, 'end', click => act(deps, click, service.done));
    onSubmission(app, deps, 'end', args => submitDone(deps, args));
    onButton(app, deps, 'extend', click => openExtend(deps, click));
    onButton(app, deps, 'end-for-others', click => openEnd(deps, click));
    onSubmission(app, deps, 'end-for-others', args => submitEnd(deps, args));
    onSubmission(app, deps, 'extend', args => submitExtend(deps, args));
    // Slack also reports clicks on links, and shows a warning unless they are acknowledged.
    app.action(/^link/, async ({ ack }) => ack());
  },
};
