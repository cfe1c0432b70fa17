import type {
  BlockAction,
  GlobalShortcut,
  SlackActionMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  StaticSelectAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { FieldProblem } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import type { SlackAccount } from '../identify.ts';
import type { FormState } from '../messages/form.ts';
import { requestForm } from '../messages/request-form.ts';
import { noticeView } from '../messages/small-forms.ts';
import { accountOf, type Click, callerOf, logFailure, onButton, sorry } from './click.ts';
import { metadataText, readMetadata } from './metadata.ts';
import { entered, errorsAt, onSubmission, type SubmissionArgs } from './submission.ts';
import type { Surface } from './surface.ts';

const formFor = async (
  { service, identify, kinds, now }: SurfaceDeps,
  account: SlackAccount,
  metadata: string,
  state: FormState,
): Promise<ModalView> => {
  const title = 'Request AWS access';
  const [who, catalog] = await Promise.all([identify(account), service.catalog()]);
  if (catalog === undefined) {
    return noticeView(
      title,
      'Curfew is not set up yet: no `access.yml` was applied.',
      'An administrator does that with `curfew apply`.',
    );
  }
  if ('refused' in who) return noticeView(title, who.refused);
  return requestForm({ catalog, person: who.person, kinds, state, metadata, now: now() });
};

/**
 * Where a form is opened from, and what is filled in already. The request id is made here: sending twice is one
 * request.
 */
export type FormOpening = Pick<Click, 'account' | 'source' | 'triggerId'> & { state?: FormState };

/** Opens the form for whoever asked, or says why there is none for them. */
export const openForm = async (
  deps: SurfaceDeps,
  { account, source, triggerId, state = {} }: FormOpening,
): Promise<void> => {
  const metadata = metadataText({ requestId: deps.newId(), source });
  await deps.slack.openView(triggerId, await formFor(deps, account, metadata, state));
};

type PickArgs = SlackActionMiddlewareArgs<BlockAction<StaticSelectAction>>;

/** Each pick redraws the form; `hash` keeps a slow answer from overwriting a newer one. */
const pick = async (deps: SurfaceDeps, { ack, body, action }: PickArgs): Promise<void> => {
  await ack();
  const { view } = body;
  if (view === undefined) return;
  const project = entered(view, 'project')?.value;
  const role = action.action_id === 'role' ? action.selected_option.value : undefined;
  const state = { ...(project !== undefined && { project }), ...(role !== undefined && { role }) };
  try {
    const next = await formFor(deps, accountOf(body), view.private_metadata, state);
    await deps.slack.updateView(view.id, view.hash, next);
  } catch (error) {
    logFailure(deps, 'pick', error);
  }
};

const formOf = (view: SubmissionArgs['view']): Record<FieldProblem['field'], string> => {
  const value = (action: string) => entered(view, action)?.value ?? '';
  return {
    form: '',
    project: value('project'),
    role: value('role'),
    duration: value('duration'),
    startAt: value('startAt'),
    justification: value('justification'),
  };
};

/** Each problem at its field; a problem without a field on the screen at the project. */
const problemsIn = (view: SubmissionArgs['view'], problems: FieldProblem[]) => {
  const errors: Record<string, string> = {};
  for (const { field, message } of problems) {
    const at = entered(view, field)?.blockId ?? 'project';
    errors[at] = (errors[at] === undefined ? message : `${errors[at]} ${message}`).slice(0, 300);
  }
  return { response_action: 'errors' as const, errors };
};

const submit = async (deps: SurfaceDeps, { view, body }: SubmissionArgs) => {
  const { requestId, source } = readMetadata(view.private_metadata);
  const { form: _, ...form } = formOf(view);
  if (form.role === '') return errorsAt('project', 'Pick a role below first.');
  const who = await callerOf(deps, { account: accountOf(body), source });
  if ('refused' in who) return problemsIn(view, [{ field: 'form', message: who.refused }]);
  const submitted = await deps.service.submit(requestId, form, who);
  if (!submitted.ok) return problemsIn(view, submitted.problems);
  if (submitted.started) return undefined;
  return {
    response_action: 'update' as const,
    view: noticeView(
      'Request AWS access',
      ':inbox_tray: Recorded, starting shortly. You will get a message.',
    ),
  };
};

const shortcut = async (
  deps: SurfaceDeps,
  { ack, shortcut: body }: SlackShortcutMiddlewareArgs<GlobalShortcut>,
): Promise<void> => {
  await ack();
  try {
    await openForm(deps, { account: accountOf(body), triggerId: body.trigger_id, source: 'shortcut' });
  } catch (error) {
    logFailure(deps, 'shortcut', error);
    await deps.slack.post(body.user.id, sorry).catch((again: unknown) => logFailure(deps, 'sorry', again));
  }
};

/** The form, from the global shortcut and from every button that says so. */
export const requestSurface: Surface = {
  name: 'request form',
  shortcuts: ['request_aws_access'],
  register: (app, deps) => {
    app.shortcut<GlobalShortcut>({ type: 'shortcut', callback_id: 'request_aws_access' }, args =>
      shortcut(deps, args),
    );
    onButton(app, deps, 'request', click => openForm(deps, click));
    app.action<PickArgs['body']>({ type: 'block_actions', action_id: /^(?:project|role)$/ }, args =>
      pick(deps, args),
    );
    onSubmission(app, deps, 'request', args => submit(deps, args));
  },
};
