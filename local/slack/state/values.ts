// The values of the fields of a view or message: `state.values`.
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
import { elementsOf } from '../block-kit/index.ts';
import { type Fields, listOf } from '../json.ts';
import type { Block, StateValues } from '../types.ts';

const initialFields: Record<string, (element: Fields) => Fields> = {
  plain_text_input: element => ({ value: element.initial_value ?? null }),
  static_select: element => ({ selected_option: element.initial_option ?? null }),
  external_select: element => ({ selected_option: element.initial_option ?? null }),
  radio_buttons: element => ({ selected_option: element.initial_option ?? null }),
  multi_static_select: element => ({ selected_options: element.initial_options ?? [] }),
  multi_external_select: element => ({ selected_options: element.initial_options ?? [] }),
  checkboxes: element => ({ selected_options: element.initial_options ?? [] }),
  users_select: element => ({ selected_user: element.initial_user ?? null }),
  multi_users_select: element => ({ selected_users: element.initial_users ?? [] }),
  datepicker: element => ({ selected_date: element.initial_date ?? null }),
  timepicker: element => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: element => ({ selected_date_time: element.initial_date_time ?? null }),
};

/** Buttons and overflow menus keep nothing. */
const keepsValue = (element: Fields): boolean => String(element.type) in initialFields;

const initialValue = (element: Fields): Fields => ({
  type: element.type,
  ...initialFields[String(element.type)]?.(element),
});

/**
 * Values after an update: a field keeps what was entered while its block_id, action_id and type stay the same,
 * and its `initial_…` is then ignored. So does Slack; to reset a field, an app changes an id.
 */
export const nextValues = (blocks: Block[], before: StateValues = {}): StateValues => {
  const values: StateValues = {};
  for (const block of blocks) {
    for (const element of elementsOf(block).filter(keepsValue)) {
      const actionId = String(element.action_id);
      const kept = before[block.block_id]?.[actionId];
      values[block.block_id] = {
        ...values[block.block_id],
        [actionId]:
          kept !== undefined && kept.type === element.type && stillOffered(element, kept)
            ? kept
            : initialValue(element),
      };
    }
  }
  return values;
};

/** A choice that is no longer offered cannot stay chosen. */
const stillOffered = (element: Fields, kept: Fields): boolean => {
  if (element.options === undefined && element.option_groups === undefined) return true;
  const offered = [
    ...listOf(element.options),
    ...listOf(element.option_groups).flatMap(group => listOf(group.options)),
  ].map(option => option.value);
  const chosen = [...listOf([kept.selected_option]), ...listOf(kept.selected_options)];
  return chosen.every(option => offered.includes(option.value));
};

/** Whether a person left the field empty. */
export const isEmpty = (value: Fields): boolean =>
  Object.entries(value)
    .filter(([name]) => name !== 'type')
    .every(([, one]) => one === null || one === '' || (Array.isArray(one) && one.length === 0));
