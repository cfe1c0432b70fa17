// What a user can do in a modal and in the Home tab alike.
import { optionsIn } from '../block-kit/objects.ts';
import type { Used } from '../delivery/payloads.ts';
import type { Delivery } from '../delivery/send.ts';
import { copyOf, type Fields, fieldsOf } from '../json.ts';
import { plainText } from '../plain-text/index.ts';
import { findView } from '../state/views.ts';
import type { View } from '../types.ts';
import { type Acting, actInView, suggestions } from './acting.ts';
import { pickedIn, writtenIn } from './entering.ts';
import { buttonLabels, CannotSee, findButton, findField, labelOf } from './seeing.ts';

/** Buttons and fields are named by action_id, by `block_id/action_id`, or by label. */
export interface Screen {
  /** The view as it is now. Throws `CannotSee` once it is closed. */
  view: () => View;
  isOpen: () => boolean;
  /** What the person reads. */
  text: () => string;
  buttons: () => string[];
  /** What a field says, shaped as in `view.state.values`. */
  value: (field: string) => Fields;
  /** Presses a button; `value` tells equal ones apart. */
  click: (button: string, choice?: { value?: string }) => Promise<Delivery>;
  /** Picks by text or value. An external select asks the app first, with `query` or what it takes to see the option. */
  pick: (field: string, option: string | string[], query?: string) => Promise<Delivery | undefined>;
  /** The labels that an external select offers for this text. */
  search: (field: string, query: string) => Promise<string[]>;
  /** The labels a field offers without asking the app. */
  options: (field: string) => string[];
  /** Types text, or sets a date, time, or Unix seconds. */
  type: (field: string, text: string) => Promise<Delivery | undefined>;
}

/** Selects and pickers in sections and actions report at once; inputs only when told to. */
const reports = ({ block }: Used): boolean => block.type !== 'input' || block.dispatch_action === true;

export const screenOf = (acting: Acting, id: string): Screen => {
  const { workspace } = acting;
  const find = () => findView(workspace, { id });

  const view = (): View => {
    const found = find();
    if (found === undefined) throw new CannotSee('This view is closed');
    return found;
  };

  const enter = async (used: Used, entered: Fields): Promise<Delivery | undefined> => {
    const { block, element } = used;
    const current = view();
    current.values[block.block_id] = {
      ...current.values[block.block_id],
      [String(element.action_id)]: { type: element.type, ...entered },
    };
    delete current.errors[block.block_id];
    workspace.changed();
    return reports(used) ? await actInView(acting, current, { ...used, entered }) : undefined;
  };

  const field = (wanted: string) => findField(view().blocks, wanted);

  const offeredBy = async (used: Used, query: string): Promise<Fields[]> => {
    const least = Number(used.element.min_query_length ?? 3);
    return query.length < least ? [] : await suggestions(acting, view(), used, query);
  };

  const offeredFor = async (used: Used, wanted: string[], query?: string): Promise<Fields[]> => {
    if (query !== undefined) return await offeredBy(used, query);
    const listed = await offeredBy(used, '');
    const seen = wanted.every(one => listed.some(option => option.value === one || labelOf(option) === one));
    return seen ? listed : await offeredBy(used, wanted[0] ?? '');
  };

  return {
    view,
    isOpen: () => find() !== undefined,
    text: () => plainText(workspace, view().blocks, acting.user(), view().values),
    buttons: () => buttonLabels(view().blocks),
    value: wanted => {
      const { block, element } = field(wanted);
      return copyOf(fieldsOf(view().values[block.block_id]?.[String(element.action_id)]));
    },
    click: async (button, { value } = {}) =>
      await actInView(acting, view(), findButton(view().blocks, button, value)),
    pick: async (wanted, option, query) => {
      const used = field(wanted);
      const picked = [option].flat();
      const external = String(used.element.type).includes('external');
      if (used.element.type === 'overflow') {
        return await actInView(acting, view(), { ...used, entered: pickedIn(used.element, picked) });
      }
      const offered = external ? await offeredFor(used, picked, query) : undefined;
      return await enter(used, pickedIn(used.element, picked, offered));
    },
    search: async (wanted, query) => (await offeredBy(field(wanted), query)).map(labelOf),
    options: wanted => optionsIn(field(wanted).element).map(labelOf),
    type: async (wanted, text) => {
      const used = field(wanted);
      return await enter(used, writtenIn(used.element, text));
    },
  };
};
