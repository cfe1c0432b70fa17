// https://docs.slack.dev/reference/methods/chat.postMessage and its siblings.
import { validateMessage } from '../block-kit/index.ts';
import type { Fields } from '../json.ts';
import {
  addMessage,
  editMessage,
  findMessage,
  messagePayload,
  type NewMessage,
  removeMessage,
} from '../state/messages.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Conversation } from '../types.ts';
import { type Method, metadataArg, missing, refuse, stringArg, structured } from './method.ts';
import { writable } from './places.ts';

const maxText = 40_000;

type Content = { ok: true; text: string; blocks: unknown } | { ok: false; refusal: Fields };

/** Text and blocks as sent, or why they are refused. */
const contentArg = (args: Fields): Content => {
  const refused = (refusal: Fields): Content => ({ ok: false, refusal });
  const blocks = structured(args.blocks);
  if (args.blocks !== undefined && !Array.isArray(blocks)) return refused(refuse('invalid_blocks_format'));
  if (args.text !== undefined && typeof args.text !== 'string') return refused(refuse('invalid_arguments'));
  const text = args.text ?? '';
  if (text.length > maxText) return refused(refuse('msg_too_long'));
  const problems = validateMessage({ text, ...(args.blocks === undefined ? {} : { blocks }) });
  if (problems.length > 0) return refused(refuse('invalid_blocks', problems));
  return { ok: true, text, blocks };
};

const says = (content: { text: string; blocks: unknown }): boolean =>
  content.text.trim() !== '' || (Array.isArray(content.blocks) && content.blocks.length > 0);

type Read = { ok: true; conversation: Conversation; post: NewMessage } | { ok: false; refusal: Fields };

/** What is to be posted where: the part that `postMessage` and `postEphemeral` share. */
const readPost = (workspace: Workspace, args: Fields): Read => {
  const refused = (refusal: Fields): Read => ({ ok: false, refusal });
  const channel = stringArg(args, 'channel');
  if (channel === undefined) return refused(missing('channel'));
  const found = writable(workspace, channel);
  if (!found.ok) return found;
  const content = contentArg(args);
  if (!content.ok) return content;
  if (!says(content)) return refused(refuse('no_text'));
  const threadTs = stringArg(args, 'thread_ts');
  if (threadTs !== undefined && findMessage(workspace, found.conversation.id, threadTs) === undefined) {
    return refused(refuse('thread_not_found'));
  }
  return {
    ok: true,
    conversation: found.conversation,
    post: {
      channel: found.conversation.id,
      user: workspace.options.botUserId,
      text: content.text,
      blocks: content.blocks,
      ...(threadTs === undefined ? {} : { threadTs }),
    },
  };
};

const postMessage: Method = (workspace, args) => {
  const read = readPost(workspace, args);
  if (!read.ok) return read.refusal;
  const metadata = metadataArg(args);
  if ('refusal' in metadata) return metadata.refusal;
  const message = addMessage(workspace, { ...read.post, ...metadata });
  return { ok: true, channel: message.channel, ts: message.ts, message: messagePayload(workspace, message) };
};

const postEphemeral: Method = (workspace, args) => {
  const user = stringArg(args, 'user');
  if (user === undefined) return missing('user');
  const read = readPost(workspace, args);
  if (!read.ok) return read.refusal;
  if (!read.conversation.members.has(user)) return refuse('user_not_in_channel');
  const message = addMessage(workspace, { ...read.post, onlyFor: user });
  return { ok: true, message_ts: message.ts };
};

/** The app's own message, or why it cannot be touched. */
const ownMessage = (workspace: Workspace, args: Fields, denied: string) => {
  const channel = stringArg(args, 'channel');
  const ts = stringArg(args, 'ts');
  if (channel === undefined) return { refusal: missing('channel') };
  if (ts === undefined) return { refusal: missing('ts') };
  const conversation = workspace.conversations.get(channel);
  if (conversation === undefined) return { refusal: refuse('channel_not_found') };
  const message = findMessage(workspace, channel, ts);
  if (message === undefined) return { refusal: refuse('message_not_found') };
  return message.user === workspace.options.botUserId ? { message } : { refusal: refuse(denied) };
};

/** New text without blocks removes the blocks; blocks are kept only when no text is sent. */
const update: Method = (workspace, args) => {
  const own = ownMessage(workspace, args, 'cant_update_message');
  if (own.refusal !== undefined) return own.refusal;
  const content = contentArg(args);
  if (!content.ok) return content.refusal;
  const metadata = metadataArg(args);
  if ('refusal' in metadata) return metadata.refusal;
  if (args.text === undefined && args.blocks === undefined) return refuse('no_text');
  const blocks = args.blocks === undefined ? [] : content.blocks;
  editMessage(workspace, own.message, { text: content.text, blocks, ...metadata });
  const { channel, ts, text } = own.message;
  return { ok: true, channel, ts, text, message: messagePayload(workspace, own.message) };
};

const remove: Method = (workspace, args) => {
  const own = ownMessage(workspace, args, 'cant_delete_message');
  if (own.refusal !== undefined) return own.refusal;
  removeMessage(workspace, own.message);
  return { ok: true, channel: own.message.channel, ts: own.message.ts };
};

const getPermalink: Method = (workspace, args) => {
  const channel = stringArg(args, 'channel');
  const ts = stringArg(args, 'message_ts');
  if (channel === undefined) return missing('channel');
  if (ts === undefined) return missing('message_ts');
  if (!workspace.conversations.has(channel)) return refuse('channel_not_found');
  if (findMessage(workspace, channel, ts) === undefined) return refuse('message_not_found');
  const permalink = `https://workspace.slack.com/archives/${channel}/p${ts.replace('.', '')}`;
  return { ok: true, channel, permalink };
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
