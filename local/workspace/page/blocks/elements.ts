import { fieldsOf, listOf, textOf } from '../../../slack/json.ts';
import { type Element, h, type Props, type UiEvent } from '../dom/h.ts';
import { fromLocal, toLocal } from '../text/zoned.ts';
import { addressOf, NoDrawing, type Surface, type Used } from './surface.ts';
import { plainOf } from './text.ts';

const entered = (event: UiEvent): string => (event.currentTarget as { value: string }).value;

/** For `label for` and what describes the field. */
export const fieldId = (used: Used, surface: Surface): string =>
  `${surface.id}-${addressOf(used)}`.replace(/[^\w-]/g, '_');

const described = (used: Used, surface: Surface): Props => {
  const id = fieldId(used, surface);
  const wrong = surface.errorAt(used.block.block_id) !== undefined;
  return {
    id,
    key: id,
    name: String(used.element.action_id),
    'aria-invalid': wrong ? 'true' : undefined,
    'aria-describedby': wrong ? `${id}-error` : `${id}-hint`,
  };
};

const button = (used: Used, surface: Surface): Element => {
  const { element } = used;
  const style = textOf(element.style);
  return h(
    'button.slack-button',
    {
      type: 'button',
      key: addressOf(used),
      class: style,
      'data-action': String(element.action_id),
      on: { click: () => surface.press(used) },
    },
    plainOf(element.text),
    element.url !== undefined && h('span.leads', { 'aria-hidden': 'true' }, ' ↗'),
  );
};

const optionText = (option: unknown): string => {
  const { text, description } = fieldsOf(option);
  const more = plainOf(description);
  return more === '' ? plainOf(text) : `${plainOf(text)} – ${more}`;
};

const staticSelect = (used: Used, surface: Surface): Element => {
  const { element } = used;
  const picked = textOf(fieldsOf(surface.valueIn(used).selected_option).value);
  const options = listOf(element.options).map(option => {
    const value = textOf(option.value);
    return h('option', { key: value, value }, optionText(option));
  });
  const nothing = h(
    'option',
    { key: '', value: '', disabled: true },
    plainOf(element.placeholder) || 'Pick one',
  );
  return h(
    'select',
    {
      ...described(used, surface),
      value: picked,
      on: { change: event => surface.pick(used, entered(event)) },
    },
    nothing,
    options,
  );
};

const plainTextInput = (used: Used, surface: Surface): Element => {
  const { element } = used;
  const multiline = element.multiline === true;
  return h(multiline ? 'textarea' : 'input', {
    ...described(used, surface),
    type: multiline ? undefined : 'text',
    rows: multiline ? 2 : undefined,
    autocomplete: 'off',
    placeholder: plainOf(element.placeholder) || undefined,
    maxlength: typeof element.max_length === 'number' ? element.max_length : undefined,
    value: textOf(surface.valueIn(used).value),
    on: {
      input: event => surface.typing(used, entered(event)),
      change: event => surface.type(used, entered(event)),
    },
  });
};

const dateTimePicker = (used: Used, surface: Surface): Element => {
  const { tz } = surface.reading;
  const seconds = surface.valueIn(used).selected_date_time;
  const send = (event: UiEvent): void => {
    const ms = fromLocal(entered(event), tz);
    if (ms !== undefined) surface.type(used, String(ms / 1000));
  };
  return h(
    'span.date-time',
    {},
    h('input', {
      ...described(used, surface),
      type: 'datetime-local',
      value: typeof seconds === 'number' ? toLocal(seconds * 1000, tz) : '',
      on: { change: send },
    }),
    h('span.zone', {}, tz),
  );
};

const elements: Record<string, (used: Used, surface: Surface) => Element> = {
  button,
  static_select: staticSelect,
  plain_text_input: plainTextInput,
  datetimepicker: dateTimePicker,
};

/** Throws `NoDrawing` for a type that we do not send. */
export const drawElement = (used: Used, surface: Surface): Element => {
  const draw = elements[String(used.element.type)];
  if (draw === undefined) throw new NoDrawing('element', used.element.type);
  return draw(used, surface);
};
