// Elements and where they may stand. Limits: https://docs.slack.dev/reference/block-kit/block-elements
import { isFields } from '../json.ts';
import {
  boolean,
  type Check,
  integer,
  list,
  matching,
  object,
  oneOf,
  problem,
  type Shape,
  string,
  typed,
} from './checks.ts';
import {
  choiceOption,
  confirm,
  distinctOptions,
  every,
  initialAmongOptions,
  optionGroup,
  optionsOrGroups,
  overflowOption,
  plainText,
  selectOption,
} from './objects.ts';

export type Place = 'section' | 'actions' | 'input' | 'context';

interface ElementRow extends Shape {
  places: readonly Place[];
}

const actionId = string(255);
const placeholder = plainText(150);
const date = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date (YYYY-MM-DD)');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time (HH:mm)');
const tenDigits = integer(1_000_000_000, 9_999_999_999);

const interactive = { action_id: actionId, confirm, focus_on_load: boolean };
const select = { ...interactive, placeholder };
const anywhere = ['section', 'actions', 'input'] as const;
const staticOptions = { options: list(selectOption, 100), option_groups: list(optionGroup, 100) };
const staticRules = every(optionsOrGroups, distinctOptions, initialAmongOptions);
const choices = { options: list(choiceOption, 10) };
const dispatch = object({
  optional: {
    trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2),
  },
});

const lengthsInOrder: Check = (value, at) =>
  isFields(value) && Number(value.min_length ?? 0) > Number(value.max_length ?? 3000)
    ? [problem('min_length must not be greater than max_length', at)]
    : [];

const elementTable: Record<string, ElementRow> = {
  button: {
    places: ['section', 'actions'],
    required: { text: plainText(75) },
    optional: {
      action_id: actionId,
      confirm,
      value: string(2000, 0),
      url: string(3000),
      style: oneOf('primary', 'danger'),
      accessibility_label: string(75),
    },
  },
  static_select: {
    places: anywhere,
    optional: { ...select, ...staticOptions, initial_option: selectOption },
    also: staticRules,
  },
  multi_static_select: {
    places: ['section', 'input'],
    optional: {
      ...select,
      ...staticOptions,
      initial_options: list(selectOption, 100),
      max_selected_items: integer(1, 100),
    },
    also: staticRules,
  },
  external_select: {
    places: anywhere,
    optional: { ...select, initial_option: selectOption, min_query_length: integer(0, 100) },
  },
  multi_external_select: {
    places: ['section', 'input'],
    optional: {
      ...select,
      initial_options: list(selectOption, 100),
      min_query_length: integer(0, 100),
      max_selected_items: integer(1, 100),
    },
  },
  users_select: { places: anywhere, optional: { ...select, initial_user: string(255) } },
  multi_users_select: {
    places: ['section', 'input'],
    optional: { ...select, initial_users: list(string(255), 100), max_selected_items: integer(1, 100) },
  },
  overflow: {
    places: ['section', 'actions'],
    required: { options: list(overflowOption, 5) },
    optional: { action_id: actionId, confirm },
    also: distinctOptions,
  },
  plain_text_input: {
    places: ['input'],
    optional: {
      action_id: actionId,
      placeholder,
      focus_on_load: boolean,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
      dispatch_action_config: dispatch,
    },
    also: lengthsInOrder,
  },
  checkboxes: {
    places: anywhere,
    required: choices,
    optional: { ...interactive, initial_options: list(choiceOption, 10) },
    also: every(distinctOptions, initialAmongOptions),
  },
  radio_buttons: {
    places: anywhere,
    required: choices,
    optional: { ...interactive, initial_option: choiceOption },
    also: every(distinctOptions, initialAmongOptions),
  },
  datepicker: { places: anywhere, optional: { ...select, initial_date: date } },
  timepicker: { places: anywhere, optional: { ...select, initial_time: time, timezone: string(100) } },
  datetimepicker: {
    places: ['actions', 'input'],
    optional: { ...interactive, initial_date_time: tenDigits },
  },
  image: {
    places: ['section', 'context'],
    required: { image_url: string(3000), alt_text: string(2000) },
  },
};

export const elementTypes = Object.keys(elementTable);

/** The elements allowed at one place, each checked against its row. */
export const elementAt = (place: Place): Check => {
  const check = typed(
    Object.fromEntries(
      Object.entries(elementTable)
        .filter(([, row]) => row.places.includes(place))
        .map(([type, { required = {}, optional = {}, also }]) => [
          type,
          object({
            required: { type: string(40), ...required },
            optional,
            ...(also === undefined ? {} : { also }),
          }),
        ]),
    ),
  );
  return check;
};
