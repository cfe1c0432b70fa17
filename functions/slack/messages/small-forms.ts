import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { formatDuration } from '../../domain/duration.ts';
import { hour, minute } from '../../domain/time.ts';
import { plain, section } from './blocks.ts';
import { state, what, where, who } from './phrases.ts';
import type { MessageData } from './port.ts';

/** Why, for somebody else to read. */
const reasonInput: InputBlock = {
  type: 'input',
  block_id: 'reason',
  label: plain('Reason'),
  hint: plain('They will read this.'),
  element: {
    type: 'plain_text_input',
    action_id: 'reason',
    multiline: true,
    min_length: 1,
    max_length: 500,
  },
};

/** Asks the approver for the reason that the requester will read. `metadata` comes back with it. */
export const denyForm = (data: MessageData, metadata: string): ModalView => ({
  type: 'modal',
  callback_id: 'deny',
  private_metadata: metadata,
  title: plain('Deny the request'),
  submit: plain('Deny'),
  close: plain('Back'),
  blocks: [section([`${who(data)} asks for ${what(data)}.`]), reasonInput],
});

/** A section takes 3,000 characters. */
const mostListed = 8;

/** The requests that keep the access when one of them ends; none: nothing. */
const keptBy = (besides: MessageData[], whose: string): KnownBlock[] => {
  if (besides.length === 0) return [];
  const more = besides.length - mostListed;
  const other = besides.length === 1 ? 'Another request' : `${besides.length} other requests`;
  return [
    section([
      `${other} of ${whose} ${besides.length === 1 ? 'gives' : 'give'} the same access. It stays until then:`,
      ...besides.slice(0, mostListed).map(each => `• ${what(each)}: ${state(each)}`),
      more > 0 ? `• and ${more} more` : undefined,
    ]),
  ];
};

/** Asks the requester whether to end also the requests that keep the access. `metadata` comes back with it. */
export const doneForm = (data: MessageData, besides: MessageData[], metadata: string): ModalView => {
  const only = {
    text: plain('Only this one: I keep the access'),
    value: 'only',
  };
  const all = { text: plain(besides.length === 1 ? 'Both' : `All ${besides.length + 1}`), value: 'all' };
  return {
    type: 'modal',
    callback_id: 'end',
    private_metadata: metadata,
    title: plain('End access'),
    submit: plain('End'),
    close: plain('Back'),
    blocks: [
      section([what(data), where(data), state(data)]),
      ...keptBy(besides, 'yours'),
      {
        type: 'input',
        block_id: 'which',
        label: plain('What to end'),
        element: {
          type: 'static_select',
          action_id: 'which',
          options: [all, only],
          initial_option: all,
        },
      },
    ],
  };
};

/** Asks an owner why access ends before its time; the requester will read it. `metadata` comes back with it. */
export const endForm = (data: MessageData, metadata: string, besides: MessageData[] = []): ModalView => ({
  type: 'modal',
  callback_id: 'end-for-others',
  private_metadata: metadata,
  title: plain('End access'),
  submit: plain('End access now'),
  close: plain('Back'),
  blocks: [
    section([`${who(data)} has ${what(data)}.`, where(data), state(data)]),
    ...keptBy(besides, 'theirs'),
    reasonInput,
  ],
});

/** Lengths to extend by: the usual ones that still fit, and all that is left. */
const extensionChoices = (extendableMs: number): number[] => {
  const left = Math.floor(extendableMs / minute) * minute;
  const usual = [30 * minute, hour, 2 * hour, 4 * hour, 8 * hour].filter(ms => ms < left);
  return left >= minute ? [...usual.slice(0, 4), left] : [];
};

/** Asks how much longer. `metadata` comes back with it. */
export const extendForm = (data: MessageData, metadata: string): ModalView => {
  const choices = extensionChoices(data.view.extendableMs);
  const options = choices.map(ms => ({ text: plain(formatDuration(ms)), value: String(ms) }));
  const [first] = options;
  const base = {
    type: 'modal',
    callback_id: 'extend',
    private_metadata: metadata,
    title: plain('Extend access'),
  } as const;
  if (first === undefined || data.record.status !== 'GRANTED') {
    return {
      ...base,
      close: plain('Close'),
      blocks: [section([`${what(data)} cannot be extended.`, state(data)])],
    };
  }
  return {
    ...base,
    submit: plain('Extend'),
    close: plain('Back'),
    blocks: [
      section([what(data), state(data)]),
      {
        type: 'input',
        block_id: 'byMs',
        label: plain('How much longer'),
        element: { type: 'static_select', action_id: 'byMs', options, initial_option: first },
      },
    ],
  };
};

/** A modal that only says something. */
export const noticeView = (title: string, ...lines: string[]): ModalView => ({
  type: 'modal',
  callback_id: 'notice',
  title: plain(title),
  close: plain('Close'),
  blocks: [section(lines)],
});
