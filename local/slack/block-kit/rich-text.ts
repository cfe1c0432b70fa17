// Rich text as messages use it. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
import { boolean, type Check, integer, list, object, oneOf, string, typed } from './checks.ts';

const style = object({
  optional: { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean },
});

const part = (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  object({ required: { type: string(40), ...required }, optional: { style, ...optional } });

const inline = typed({
  text: part({ text: string(3000) }),
  link: part({ url: string(3000) }, { text: string(3000), unsafe: boolean }),
  user: part({ user_id: string(255) }),
  channel: part({ channel_id: string(255) }),
  usergroup: part({ usergroup_id: string(255) }),
  broadcast: part({ range: oneOf('here', 'channel', 'everyone') }),
  emoji: part({ name: string(255) }, { unicode: string(255) }),
  date: part(
    { timestamp: integer(0, 9_999_999_999), format: string(255) },
    { url: string(3000), fallback: string(3000) },
  ),
});

const run = (optional: Record<string, Check> = {}): Check =>
  object({ required: { type: string(40), elements: list(inline, 1000, 0) }, optional });

const border = oneOf(0, 1);
const sectionOnly = typed({ rich_text_section: run() });

export const richTextElement = typed({
  rich_text_section: run(),
  rich_text_preformatted: run({ border, language: string(40) }),
  rich_text_quote: run({ border }),
  rich_text_list: object({
    required: { type: string(40), style: oneOf('bullet', 'ordered'), elements: list(sectionOnly, 1000, 0) },
    optional: { indent: integer(0, 8), offset: integer(0, 10_000), border },
  }),
});
