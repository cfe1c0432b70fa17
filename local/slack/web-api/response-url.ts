// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
import { validateMessage } from '../block-kit/index.ts';
import { type Fields, isFields, parseJson, textOf } from '../json.ts';
import { addMessage, editMessage, messageAt, removeMessage } from '../state/messages.ts';
import type { ResponseTarget } from '../state/response-urls.ts';
import type { Workspace } from '../state/workspace.ts';
import { refuse } from './method.ts';

/** The message the interaction came from, an ephemeral one too. */
const original = (workspace: Workspace, { channel, messageTs }: ResponseTarget) =>
  messageTs === undefined ? undefined : messageAt(workspace, { channel, ts: messageTs });

/** Shows an answer: in place of the original, or as a message of its own, ephemeral unless `in_channel`. */
export const showResponse = (workspace: Workspace, target: ResponseTarget, content: Fields): Fields => {
  const message = original(workspace, target);
  if (content.delete_original === true) {
    if (message !== undefined) removeMessage(workspace, message);
    return { ok: true };
  }
  const problems = validateMessage(content);
  if (problems.length > 0) return refuse('invalid_blocks', problems);
  const text = textOf(content.text);
  const { blocks } = content;
  if (text === '' && blocks === undefined) return refuse('no_text');
  if (content.replace_original === true && message !== undefined) {
    editMessage(workspace, message, { text, blocks });
    return { ok: true };
  }
  const threadTs = textOf(content.thread_ts) || target.threadTs;
  addMessage(workspace, {
    channel: target.channel,
    user: workspace.options.botUserId,
    text,
    blocks,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(content.response_type === 'in_channel' ? {} : { onlyFor: target.user }),
  });
  return { ok: true };
};

/** One post to a response_url. */
export const postResponse = (
  workspace: Workspace,
  path: string,
  body: string,
): { status: number; body: Fields } => {
  const content = parseJson(body);
  if (!isFields(content)) return { status: 400, body: refuse('invalid_payload') };
  const use = workspace.responseUrls.use(path);
  if (!use.ok) return { status: 404, body: refuse(use.error) };
  workspace.emitted.push({ via: 'response_url', what: 'response_url', content });
  const shown = showResponse(workspace, use.target, content);
  return { status: shown.ok === true ? 200 : 400, body: shown };
};
