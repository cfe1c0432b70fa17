import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  KnownBlock,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { cleanText } from '../../domain/text.ts';
import type { Message } from '../port.ts';
import { clip, unformatted } from './text.ts';

// Everything here takes text that is safe to show: escaped (`free`) where it is mrkdwn, cleaned (`clean`) where it is plain.

/** Plain text without emoji codes; Slack refuses an empty one, so that becomes `…`. */
export const plain = (text: string): PlainTextElement => ({
  type: 'plain_text',
  text: text || '…',
  emoji: false,
});

const verbatim = (text: string) => ({ type: 'mrkdwn' as const, text, verbatim: true });

/** Lines of mrkdwn; empty and undefined ones are left out. */
export const section = (lines: (string | undefined)[], blockId?: string): SectionBlock => ({
  type: 'section',
  // Slack refuses an empty text, and a text of invisible characters is empty by now.
  text: verbatim(lines.filter(line => line !== undefined && line !== '').join('\n') || '…'),
  ...(blockId !== undefined && { block_id: blockId }),
});

/**
 * What somebody typed, in quotes, where Slack formats nothing: in mrkdwn their words could look like ours. At most `max`
 * characters. Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export const quote = (words: string, max: number, blockId?: string): SectionBlock => ({
  type: 'section',
  text: plain(`“${clip(cleanText(words), max - 2)}”`),
  ...(blockId !== undefined && { block_id: blockId }),
});

/** The same as blocks: none where nothing readable was typed. */
export const quotes = (words: string | undefined, max: number, blockId?: string): SectionBlock[] =>
  words === undefined || cleanText(words) === '' ? [] : [quote(words, max, blockId)];

/** One small grey line of mrkdwn. */
export const context = (line: string, blockId?: string): ContextBlock => ({
  type: 'context',
  elements: [verbatim(line)],
  ...(blockId !== undefined && { block_id: blockId }),
});

export type ButtonSpec = {
  label: string;
  /** Action id that a surface listens to. */
  action: string;
  style?: 'primary' | 'danger';
  confirm?: ConfirmationDialog;
} & ({ requestId: string; value?: never } | { value: string; requestId?: never });

/** A button carries the request's id, or what else is meant, and nothing else: what it means is looked up at the click. */
export const button = ({ label, action, requestId, value, style, confirm }: ButtonSpec): Button => ({
  type: 'button',
  action_id: action,
  text: plain(label),
  value: requestId ?? value,
  ...(style !== undefined && { style }),
  ...(confirm !== undefined && { confirm }),
});

/** `label`: at most 75 characters; `url`: at most 3,000. Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const linkButton = (label: string, url: string): Button => ({
  type: 'button',
  action_id: 'link',
  text: plain(label),
  url,
});

/** A row of buttons. `blockId` is unique within a message or view. */
export const actions = (blockId: string, elements: Button[]): ActionsBlock => ({
  type: 'actions',
  block_id: blockId,
  elements,
});

/** What Slack asks before it sends the click: `yes` and `no` are its two buttons. */
export const confirmation = ({
  title,
  text,
  yes,
  no,
  style,
}: {
  title: string;
  text: string;
  yes: string;
  no: string;
  style?: 'primary' | 'danger';
}): ConfirmationDialog => ({
  title: plain(title),
  text: plain(text),
  confirm: plain(yes),
  deny: plain(no),
  ...(style !== undefined && { style }),
});

/** A message of lines of mrkdwn, whose text says the same as its one block. */
export const saying = (...lines: (string | undefined)[]): Message => {
  const said = lines.filter(line => line !== undefined && line !== '');
  return { text: said.join(' ') || '…', blocks: [section(said)] };
};

/** The message with somebody's words after it: quoted, and in its text without marks. */
export const withWords = (message: Message, words: string | undefined, max: number): Message => {
  const blocks = quotes(words, max);
  return blocks.length === 0
    ? message
    : { text: `${message.text} “${unformatted(words ?? '', max)}”`, blocks: [...message.blocks, ...blocks] };
};

/** The message with more blocks after its own; its text stays. */
export const withBlocks = (message: Message, ...blocks: KnownBlock[]): Message => ({
  text: message.text,
  blocks: [...message.blocks, ...blocks],
});
