import { copyOf, type Fields, isFields, textOf } from '../json.ts';
import type { View } from '../types.ts';
import { botIdOf, withBlockIds } from './messages.ts';
import { nextValues } from './values.ts';
import type { Workspace } from './workspace.ts';

/** https://docs.slack.dev/surfaces/modals: the root and two more. */
export const maxStack = 3;

const newHash = (workspace: Workspace): string =>
  `${Math.trunc(workspace.options.now() / 1000)}.${workspace.ids.opaque().slice(0, 8)}`;

const contentOf = (workspace: Workspace, spec: Fields, before?: View) => {
  const blocks = withBlockIds(workspace, spec.blocks);
  return {
    ...(isFields(spec.title) ? { title: copyOf(spec.title) } : {}),
    ...(isFields(spec.submit) ? { submit: copyOf(spec.submit) } : {}),
    ...(isFields(spec.close) ? { close: copyOf(spec.close) } : {}),
    blocks,
    privateMetadata: textOf(spec.private_metadata),
    callbackId: textOf(spec.callback_id),
    externalId: textOf(spec.external_id),
    clearOnClose: spec.clear_on_close === true,
    notifyOnClose: spec.notify_on_close === true,
    hash: newHash(workspace),
    values: nextValues(blocks, before?.values),
    errors: {},
  };
};

export const stackOf = (workspace: Workspace, user: string): View[] => workspace.stacks.get(user) ?? [];

export const topView = (workspace: Workspace, user: string): View | undefined =>
  stackOf(workspace, user).at(-1);

/** Opens or pushes: a modal on top of the person's stack. */
export const stackView = (workspace: Workspace, owner: string, spec: Fields): View => {
  const stack = stackOf(workspace, owner);
  const id = workspace.ids.next('V');
  const view: View = {
    id,
    type: 'modal',
    owner,
    rootViewId: stack[0]?.id ?? id,
    previousViewId: stack.at(-1)?.id ?? null,
    ...contentOf(workspace, spec),
  };
  workspace.stacks.set(owner, [...stack, view]);
  workspace.changed();
  return view;
};

/** Puts new content into a view; identity and place in the stack stay. */
export const replaceView = (workspace: Workspace, view: View, spec: Fields): void => {
  const content = contentOf(workspace, spec, view);
  if (content.title === undefined) delete view.title;
  if (content.submit === undefined) delete view.submit;
  if (content.close === undefined) delete view.close;
  Object.assign(view, content);
  workspace.changed();
};

export const closeViews = (workspace: Workspace, owner: string, closing: readonly View[]): void => {
  workspace.stacks.set(
    owner,
    stackOf(workspace, owner).filter(view => !closing.includes(view)),
  );
  workspace.changed();
};

export const findView = (workspace: Workspace, by: { id?: string; externalId?: string }): View | undefined =>
  [...[...workspace.stacks.values()].flat(), ...workspace.homes.values()].find(view =>
    by.id === undefined ? view.externalId !== '' && view.externalId === by.externalId : view.id === by.id,
  );

export const publishHome = (workspace: Workspace, owner: string, spec: Fields): View => {
  const home = workspace.homes.get(owner);
  if (home !== undefined) {
    replaceView(workspace, home, spec);
    return home;
  }
  const id = workspace.ids.next('V');
  const view: View = {
    id,
    type: 'home',
    owner,
    rootViewId: id,
    previousViewId: null,
    ...contentOf(workspace, spec),
  };
  workspace.homes.set(owner, view);
  workspace.changed();
  return view;
};

/** The view as Slack shows it to apps. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const viewPayload = (workspace: Workspace, view: View): Fields => {
  const { teamId, appId, botUserId } = workspace.options;
  return copyOf({
    id: view.id,
    team_id: teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: view.title ?? null,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: appId,
    external_id: view.externalId,
    app_installed_team_id: teamId,
    bot_id: botIdOf(botUserId),
  });
};
