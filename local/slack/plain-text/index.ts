import { type Fields, fieldsOf, isFields, textOf } from '../json.ts';
import type { Workspace } from '../state/workspace.ts';
import type { StateValues } from '../types.ts';
import { type ReadText, readBlock } from './blocks.ts';
import { type Reader, readDate } from './dates.ts';
import { type Names, readMrkdwn } from './mrkdwn.ts';

const richLeaf = (leaf: Fields, names: Names, reader: Reader): string => {
  switch (leaf.type) {
    case 'user':
      return `@${names.user(textOf(leaf.user_id)) ?? textOf(leaf.user_id)}`;
    case 'channel':
      return `#${names.channel(textOf(leaf.channel_id)) ?? textOf(leaf.channel_id)}`;
    case 'usergroup':
      return `@${textOf(leaf.usergroup_id)}`;
    case 'broadcast':
      return `@${textOf(leaf.range)}`;
    case 'emoji':
      return `:${textOf(leaf.name)}:`;
    case 'link':
      return textOf(leaf.text) || textOf(leaf.url);
    case 'date':
      return readDate(Number(leaf.timestamp), textOf(leaf.format), reader) ?? textOf(leaf.fallback);
    default:
      return textOf(leaf.text);
  }
};

const reading =
  (names: Names, reader: Reader): ReadText =>
  object => {
    const { type, text } = fieldsOf(object);
    if (type === 'plain_text') return textOf(text);
    if (type === 'mrkdwn') return readMrkdwn(textOf(text), names, reader);
    return isFields(object) ? richLeaf(object, names, reader) : '';
  };

/**
 * Blocks, or a mrkdwn text, as one person reads them: names and dates resolved in their time zone, one block after
 * the other, buttons as `[Label]`.
 */
export const plainText = (
  workspace: Pick<Workspace, 'users' | 'conversations' | 'options'>,
  content: readonly Fields[] | string,
  readAs: { tz: string },
  values: StateValues = {},
): string => {
  const names: Names = {
    user: id => workspace.users.get(id)?.name,
    channel: id => workspace.conversations.get(id)?.name,
  };
  const reader: Reader = { tz: readAs.tz, now: workspace.options.now() };
  if (typeof content === 'string') return readMrkdwn(content, names, reader);
  const read = reading(names, reader);
  return content.map(block => readBlock(block, read, values)).join('\n');
};
