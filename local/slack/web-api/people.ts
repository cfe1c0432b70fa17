// https://docs.slack.dev/reference/methods/users.info, conversations.open, auth.test.
import type { Fields } from '../json.ts';
import { dmPartner } from '../state/conversations.ts';
import { botIdOf } from '../state/messages.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Conversation, SlackUser } from '../types.ts';
import { flag, type Method, missing, refuse, stringArg } from './method.ts';
import { dmWith, visible } from './places.ts';

/** https://docs.slack.dev/reference/objects/user-object */
const userPayload = (workspace: Workspace, user: SlackUser): Fields => ({
  id: user.id,
  team_id: user.teamId ?? workspace.options.teamId,
  name: user.name,
  real_name: user.realName,
  deleted: user.deleted === true,
  is_bot: user.isBot === true,
  is_app_user: false,
  is_admin: user.isAdmin === true,
  is_restricted: user.isRestricted === true,
  is_ultra_restricted: user.isUltraRestricted === true,
  ...(user.isStranger === true ? { is_stranger: true } : {}),
  tz: user.tz,
  profile: {
    real_name: user.realName,
    display_name: user.name,
    team: user.teamId ?? workspace.options.teamId,
    ...(user.isBot === true ? {} : { email: user.email }),
  },
});

const info: Method = (workspace, args) => {
  const id = stringArg(args, 'user');
  if (id === undefined) return missing('user');
  const user = workspace.users.get(id);
  return user === undefined ? refuse('user_not_found') : { ok: true, user: userPayload(workspace, user) };
};

/** People who left cannot be found by e-mail. */
const lookupByEmail: Method = (workspace, args) => {
  const email = stringArg(args, 'email')?.toLowerCase();
  if (email === undefined) return missing('email');
  const user = [...workspace.users.values()].find(
    one => one.isBot !== true && one.deleted !== true && one.email.toLowerCase() === email,
  );
  return user === undefined ? refuse('users_not_found') : { ok: true, user: userPayload(workspace, user) };
};

const conversationPayload = (workspace: Workspace, one: Conversation): Fields =>
  one.kind === 'im'
    ? { id: one.id, is_im: true, is_channel: false, user: dmPartner(workspace, one), is_archived: false }
    : {
        id: one.id,
        name: one.name,
        is_im: false,
        is_channel: one.kind === 'public',
        is_private: one.kind === 'private',
        is_archived: one.isArchived,
        is_member: one.members.has(workspace.options.botUserId),
      };

const open: Method = (workspace, args) => {
  const users = stringArg(args, 'users');
  if (users === undefined) return refuse('users_list_not_supplied');
  if (users.includes(',')) return refuse('method_not_supported_for_channel_type');
  if (workspace.users.get(users)?.deleted === true) return refuse('user_disabled');
  const dm = dmWith(workspace, users);
  if (!dm.ok) return dm.refusal;
  const channel = flag(args.return_im)
    ? conversationPayload(workspace, dm.conversation)
    : { id: dm.conversation.id };
  return { ok: true, channel };
};

const conversationInfo: Method = (workspace, args) => {
  const id = stringArg(args, 'channel');
  if (id === undefined) return missing('channel');
  const found = visible(workspace, id);
  return found.ok ? { ok: true, channel: conversationPayload(workspace, found.conversation) } : found.refusal;
};

/** https://docs.slack.dev/reference/methods/usergroups.users.list: people who left are not in it. */
const groupUsers: Method = (workspace, args) => {
  const id = stringArg(args, 'usergroup');
  if (id === undefined) return missing('usergroup');
  const group = workspace.userGroups.get(id);
  if (group === undefined) return refuse('no_such_subteam');
  return { ok: true, users: group.users.filter(user => workspace.users.get(user)?.deleted !== true) };
};

const groups: Method = workspace => ({
  ok: true,
  usergroups: [...workspace.userGroups.values()].map(({ id, handle, name, users }) => ({
    id,
    handle,
    name,
    user_count: users.length,
  })),
});

const authTest: Method = workspace => {
  const { teamId, botUserId } = workspace.options;
  return {
    ok: true,
    url: 'https://workspace.slack.com/',
    team: 'Workspace',
    user: workspace.users.get(botUserId)?.name,
    team_id: teamId,
    user_id: botUserId,
    bot_id: botIdOf(botUserId),
    is_enterprise_install: false,
  };
};

export const peopleMethods: Record<string, Method> = {
  'auth.test': authTest,
  'users.info': info,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.users.list': groupUsers,
  'usergroups.list': groups,
  'conversations.open': open,
  'conversations.info': conversationInfo,
};
