// Blocks and the surfaces that take them. Limits: https://docs.slack.dev/reference/block-kit/blocks
import { isFields } from '../json.ts';
import { boolean, type Check, list, object, problem, type Shape, string, typed } from './checks.ts';
import { elementAt } from './elements.ts';
import { anyText, plainText } from './objects.ts';
import { richTextElement } from './rich-text.ts';

export type Surface = 'message' | 'modal' | 'home';

interface BlockRow extends Shape {
  surfaces: readonly Surface[];
}

const everywhere = ['message', 'modal', 'home'] as const;

const sectionSaysSomething: Check = (value, at) =>
  isFields(value) && value.text === undefined && value.fields === undefined
    ? [problem('must provide either text or fields', at)]
    : [];

const textTable = {
  plain_text: anyText(3000),
  mrkdwn: anyText(3000),
};

const contextElement: Check = (value, at) =>
  isFields(value) && typeof value.type === 'string' && Object.hasOwn(textTable, value.type)
    ? anyText(3000)(value, at)
    : elementAt('context')(value, at);

const blockTable: Record<string, BlockRow> = {
  section: {
    surfaces: everywhere,
    optional: {
      text: anyText(3000),
      fields: list(anyText(2000), 10),
      accessory: elementAt('section'),
      expand: boolean,
    },
    also: sectionSaysSomething,
  },
  header: { surfaces: everywhere, required: { text: plainText(150) } },
  divider: { surfaces: everywhere },
  context: { surfaces: everywhere, required: { elements: list(contextElement, 10) } },
  actions: { surfaces: everywhere, required: { elements: list(elementAt('actions'), 25) } },
  input: {
    surfaces: everywhere,
    required: { label: plainText(2000), element: elementAt('input') },
    optional: { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  },
  image: {
    surfaces: everywhere,
    required: { image_url: string(3000), alt_text: string(2000) },
    optional: { title: plainText(2000) },
  },
  rich_text: { surfaces: everywhere, required: { elements: list(richTextElement, 1000) } },
};

export const blockTypes = Object.keys(blockTable);

/** One block, for a surface. */
export const blockFor = (surface: Surface): Check =>
  typed(
    Object.fromEntries(
      Object.entries(blockTable)
        .filter(([, row]) => row.surfaces.includes(surface))
        .map(([type, { required = {}, optional = {}, also }]) => [
          type,
          object({
            required: { type: string(40), ...required },
            optional: { block_id: string(255), ...optional },
            ...(also === undefined ? {} : { also }),
          }),
        ]),
    ),
  );
