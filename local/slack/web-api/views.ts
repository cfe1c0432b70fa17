// https://docs.slack.dev/reference/methods/views.open and its siblings.
import { validateView } from '../block-kit/index.ts';
import { type Fields, isFields } from '../json.ts';
import {
  findView,
  maxStack,
  publishHome,
  replaceView,
  stackOf,
  stackView,
  viewPayload,
} from '../state/views.ts';
import type { Workspace } from '../state/workspace.ts';
import { type Method, missing, refuse, stringArg, structured } from './method.ts';

const maxViewBytes = 250_000;

type ViewArg = { ok: true; spec: Fields } | { ok: false; refusal: Fields };

export const viewArg = (
  workspace: Workspace,
  value: unknown,
  type: 'modal' | 'home',
  replaced?: string,
): ViewArg => {
  const refused = (refusal: Fields): ViewArg => ({ ok: false, refusal });
  const spec = structured(value);
  if (spec === undefined) return refused(missing('view'));
  if (Buffer.byteLength(JSON.stringify(spec)) > maxViewBytes) return refused(refuse('view_too_large'));
  const problems = validateView(spec, type);
  if (!isFields(spec) || problems.length > 0) return refused(refuse('invalid_arguments', problems));
  const externalId = stringArg(spec, 'external_id');
  const holder = externalId === undefined ? undefined : findView(workspace, { externalId });
  if (holder !== undefined && holder.id !== replaced) return refused(refuse('duplicate_external_id'));
  return { ok: true, spec };
};

const withTrigger =
  (stack: (workspace: Workspace, user: string, spec: Fields) => Fields): Method =>
  (workspace, args) => {
    const triggerId = stringArg(args, 'trigger_id') ?? stringArg(args, 'interactivity_pointer');
    if (triggerId === undefined) return missing('trigger_id');
    const view = viewArg(workspace, args.view, 'modal');
    if (!view.ok) return view.refusal;
    const trigger = workspace.triggers.use(triggerId);
    return trigger.ok ? stack(workspace, trigger.user, view.spec) : refuse(trigger.error);
  };

const answer = (workspace: Workspace, owner: string, spec: Fields): Fields => ({
  ok: true,
  view: viewPayload(workspace, stackView(workspace, owner, spec)),
});

/** A view opened from a new trigger starts a stack of its own. */
const open = withTrigger((workspace, user, spec) => {
  workspace.stacks.set(user, []);
  return answer(workspace, user, spec);
});

const push = withTrigger((workspace, user, spec) => {
  const { length } = stackOf(workspace, user);
  if (length === 0) return refuse('not_found');
  return length >= maxStack ? refuse('push_limit_reached') : answer(workspace, user, spec);
});

const update: Method = (workspace, args) => {
  const id = stringArg(args, 'view_id');
  const externalId = stringArg(args, 'external_id');
  if (id === undefined && externalId === undefined) return missing('view_id');
  const target = findView(workspace, id === undefined ? { externalId: externalId ?? '' } : { id });
  if (target === undefined) return refuse('not_found');
  const view = viewArg(workspace, args.view, target.type, target.id);
  if (!view.ok) return view.refusal;
  const hash = stringArg(args, 'hash');
  if (hash !== undefined && hash !== target.hash) return refuse('hash_conflict');
  replaceView(workspace, target, view.spec);
  return { ok: true, view: viewPayload(workspace, target) };
};

const publish: Method = (workspace, args) => {
  const user = stringArg(args, 'user_id');
  if (user === undefined) return missing('user_id');
  if (!workspace.users.has(user)) return refuse('user_not_found');
  const home = workspace.homes.get(user);
  const view = viewArg(workspace, args.view, 'home', home?.id);
  if (!view.ok) return view.refusal;
  const hash = stringArg(args, 'hash');
  if (hash !== undefined && home !== undefined && hash !== home.hash) return refuse('hash_conflict');
  return { ok: true, view: viewPayload(workspace, publishHome(workspace, user, view.spec)) };
};

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
