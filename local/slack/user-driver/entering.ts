import { optionsIn } from '../block-kit/objects.ts';
import { type Fields, fieldsOf } from '../json.ts';
import { CannotSee, labelOf } from './seeing.ts';

const matches = (option: Fields, wanted: string): boolean =>
  option.value === wanted || labelOf(option) === wanted;

/** The option with this text or value among those on offer. Throws `CannotSee`. */
const optionNamed = (options: Fields[], wanted: string): Fields => {
  const option = options.find(one => matches(one, wanted));
  if (option === undefined) {
    throw new CannotSee(
      `There is no option "${wanted}". There are: ${options.map(labelOf).join(', ') || 'none'}`,
    );
  }
  return option;
};

const single = new Set(['static_select', 'external_select', 'radio_buttons', 'overflow']);
const several = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

/** What a field says once these options are picked. `offered` is what an external source answered. */
export const pickedIn = (element: Fields, wanted: string[], offered?: Fields[]): Fields => {
  const type = String(element.type);
  const [first] = wanted;
  if (type === 'users_select') return { selected_user: first ?? null };
  if (type === 'multi_users_select') return { selected_users: wanted };
  const chosen = wanted.map(one => optionNamed(offered ?? optionsIn(element), one));
  if (single.has(type)) return { selected_option: chosen[0] ?? null };
  if (several.has(type)) return { selected_options: chosen };
  throw new CannotSee(`"${String(element.action_id)}" is a ${type}: nothing to pick there`);
};

const writers: Record<string, (entered: string) => Fields> = {
  plain_text_input: entered => ({ value: entered === '' ? null : entered }),
  datepicker: entered => ({ selected_date: entered }),
  timepicker: entered => ({ selected_time: entered }),
  datetimepicker: entered => ({ selected_date_time: Number(entered) }),
};

/** What a field says once this is typed, or set by the calendar or clock. */
export const writtenIn = (element: Fields, entered: string): Fields => {
  const write = writers[String(element.type)];
  if (write === undefined) {
    throw new CannotSee(
      `"${String(element.action_id)}" is a ${String(element.type)}: nothing to write there`,
    );
  }
  return write(entered);
};

/** What Slack's client refuses before it sends a form, by block id. */
export const clientSideError = (
  block: Fields,
  element: Fields,
  value: Fields,
  empty: boolean,
): string | undefined => {
  if (empty) return block.optional === true ? undefined : 'Please complete this required field.';
  const text = value.value;
  if (typeof text !== 'string') return undefined;
  const { min_length: min, max_length: max } = fieldsOf(element);
  if (typeof min === 'number' && text.length < min)
    return `Please lengthen this text to ${min} characters or more.`;
  const limit = typeof max === 'number' ? max : 3000;
  return text.length > limit ? `Please shorten this text to ${limit} characters or less.` : undefined;
};
