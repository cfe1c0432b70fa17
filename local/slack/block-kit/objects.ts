// Composition objects. Limits: https://docs.slack.dev/reference/block-kit/composition-objects
import { isFields, listOf } from '../json.ts';
import { boolean, type Check, list, object, oneOf, problem, string, typed } from './checks.ts';

export const plainText = (max: number): Check =>
  typed({
    plain_text: object({ required: { type: string(20), text: string(max) }, optional: { emoji: boolean } }),
  });

const mrkdwn = (max: number): Check =>
  object({ required: { type: string(20), text: string(max) }, optional: { verbatim: boolean } });

export const anyText = (max: number): Check =>
  typed({
    plain_text: object({ required: { type: string(20), text: string(max) }, optional: { emoji: boolean } }),
    mrkdwn: mrkdwn(max),
  });

export const confirm: Check = object({
  required: { text: anyText(300) },
  optional: {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf('primary', 'danger'),
  },
});

const optionWith = (text: Check, extra: Record<string, Check> = {}): Check =>
  object({ required: { text, value: string(150) }, optional: { description: plainText(75), ...extra } });

export const selectOption = optionWith(plainText(75));
export const choiceOption = object({
  required: { text: anyText(75), value: string(150) },
  optional: { description: anyText(75) },
});
export const overflowOption = optionWith(plainText(75), { url: string(3000) });

export const optionGroup = object({
  required: { label: plainText(75), options: list(selectOption, 100) },
});

/** Every option of a select, those inside groups too. */
export const optionsIn = (element: Record<string, unknown>): Record<string, unknown>[] => [
  ...listOf(element.options),
  ...listOf(element.option_groups).flatMap(group => listOf(group.options)),
];

const repeated = (values: unknown[]): unknown[] =>
  values.filter((one, index) => values.indexOf(one) !== index);

/** Slack refuses two options with one value, as it could not tell which one was picked. */
export const distinctOptions: Check = (value, at) =>
  isFields(value)
    ? repeated(optionsIn(value).map(option => option.value)).map(one =>
        problem(`duplicate option value: ${String(one)}`, at),
      )
    : [];

const sameOption = (a: unknown, b: unknown): boolean =>
  isFields(a) && isFields(b) && a.value === b.value && textIn(a) === textIn(b);

const textIn = (option: Record<string, unknown>): unknown =>
  isFields(option.text) ? option.text.text : undefined;

/** `initial_option(s)` must match one of the options exactly. https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
export const initialAmongOptions: Check = (value, at) => {
  if (!isFields(value)) return [];
  const wanted = [
    ...(isFields(value.initial_option) ? [value.initial_option] : []),
    ...listOf(value.initial_options),
  ];
  const offered = optionsIn(value);
  return wanted
    .filter(one => !offered.some(option => sameOption(one, option)))
    .map(one => problem(`initial option is not one of the options: ${String(one.value)}`, at));
};

export const optionsOrGroups: Check = (value, at) =>
  isFields(value) && (value.options === undefined) === (value.option_groups === undefined)
    ? [problem('must provide either options or option_groups', at)]
    : [];

export const every =
  (...checks: Check[]): Check =>
  (value, at) =>
    checks.flatMap(check => check(value, at));
