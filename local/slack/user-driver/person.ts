import { stepEvent } from '../delivery/event-payloads.ts';
import { commandFields, formBody, shortcutPayload } from '../delivery/payloads.ts';
import type { Delivery } from '../delivery/send.ts';
import { type Fields, isFields, parseJson } from '../json.ts';
import { dmOf, openDm } from '../state/conversations.ts';
import { addMessage, messageAt } from '../state/messages.ts';
import { stackOf, topView, viewPayload } from '../state/views.ts';
import type { Message } from '../types.ts';
import { showResponse } from '../web-api/response-url.ts';
import { type Acting, actInMessage, interact, sawError } from './acting.ts';
import { pickedIn } from './entering.ts';
import { canSee, type SeenMessage, seen } from './messages.ts';
import { type Modal, modalOf } from './modal.ts';
import { type Screen, screenOf } from './screen.ts';
import { CannotSee, findButton, findField } from './seeing.ts';

export interface ClickChoice {
  /** Tells equal buttons apart. */
  value?: string;
  /** Clicks the message as it was when the person last looked, even if it was edited since. */
  asSeen?: boolean;
}

export interface Person {
  id: string;
  /** Runs a global shortcut. */
  shortcut: (callbackId: string) => Promise<Delivery>;
  /** Runs a slash command; in the DM with the app where no channel is named. */
  command: (command: string, text?: string, channel?: string) => Promise<Delivery>;
  /** Opens the app's Home tab. */
  openHome: () => Promise<Delivery>;
  /** Writes in a channel. A mention of the app reaches it where it is a member. */
  say: (channel: string, text: string, threadTs?: string) => Promise<Delivery | undefined>;
  /** Runs a workflow with the app's custom step in it. */
  runStep: (callbackId: string, inputs: Fields) => Promise<Delivery>;
  /** Adds an emoji under a message, or takes it back. */
  react: (message: { channel: string; ts: string }, emoji: string) => void;
  /** Presses a button of a message, by action_id, `block_id/action_id` or label. Throws `CannotSee`. */
  click: (
    message: { channel: string; ts: string },
    button: string,
    choice?: ClickChoice,
  ) => Promise<Delivery>;
  /** Picks from a select or overflow menu of a message. */
  choose: (message: { channel: string; ts: string }, field: string, option: string) => Promise<Delivery>;
  /** The top view. Throws `CannotSee` when none is open. */
  modal: () => Modal;
  /** All open views, root first. */
  modals: () => Modal[];
  /** The Home tab as last published. Throws `CannotSee` before. */
  home: () => Screen;
  /** Oldest first, ephemeral ones to this person included. */
  messagesIn: (channel: string) => SeenMessage[];
  /** The DM with the app. */
  dm: () => SeenMessage[];
  ephemerals: () => SeenMessage[];
}

export const personOf = (acting: Acting, id: string): Person => {
  const { workspace, sender, sendEvent, user } = acting;

  const mine = (kept: (message: Message) => boolean): SeenMessage[] =>
    workspace.messages
      .filter(message => canSee(workspace, id, message) && kept(message))
      .map(message => seen(workspace, user(), message));

  const visible = (address: { channel: string; ts: string }): Message => {
    const message = messageAt(workspace, address);
    if (message === undefined || !canSee(workspace, id, message)) {
      throw new CannotSee(`${id} sees no message ${address.ts} in ${address.channel}`);
    }
    return message;
  };

  const held = (message: { channel: string; ts: string }): Message => {
    const current = visible(message);
    return 'blocks' in message && Array.isArray(message.blocks)
      ? { ...current, blocks: message.blocks }
      : current;
  };

  const runCommand = async (
    command: string,
    text = '',
    channel = openDm(workspace, id).id,
  ): Promise<Delivery> => {
    const conversation = workspace.conversations.get(channel);
    if (conversation === undefined) throw new CannotSee(`There is no channel ${channel}`);
    const outcome = await sender.send(
      'command',
      formBody(commandFields(workspace, user(), conversation, { command, text })),
    );
    if (!outcome.ok) sawError(acting, 'command', outcome.error);
    else showAnswer(channel, outcome.response.body);
    return outcome;
  };

  const showAnswer = (channel: string, body: string): void => {
    if (body === '') return;
    const parsed = parseJson(body);
    const content = isFields(parsed) ? parsed : { text: body };
    workspace.emitted.push({ via: 'response', what: 'command', content });
    const shown = showResponse(workspace, { user: id, channel }, content);
    if (shown.ok !== true) sawError(acting, 'command', `invalid_response: ${JSON.stringify(shown)}`);
  };

  const say = async (channel: string, text: string, threadTs?: string): Promise<Delivery | undefined> => {
    const { botUserId, teamId } = workspace.options;
    const thread = threadTs === undefined ? {} : { threadTs };
    const message = addMessage(workspace, { channel, user: id, text, ...thread });
    const heard = workspace.conversations.get(channel)?.members.has(botUserId) === true;
    if (!heard || !text.includes(`<@${botUserId}>`)) return undefined;
    return await sendEvent({
      type: 'app_mention',
      user: id,
      ts: message.ts,
      text,
      team: user().teamId ?? teamId,
      channel,
      event_ts: message.ts,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    });
  };

  return {
    id,
    shortcut: async callbackId => await interact(acting, shortcutPayload(workspace, user(), callbackId)),
    command: runCommand,
    openHome: async () => {
      const home = workspace.homes.get(id);
      return await sendEvent({
        type: 'app_home_opened',
        user: id,
        channel: openDm(workspace, id).id,
        tab: 'home',
        ...(home === undefined ? {} : { view: viewPayload(workspace, home) }),
        event_ts: workspace.ids.ts(),
      });
    },
    say,
    runStep: async (callbackId, inputs) => {
      const { step, token } = workspace.steps.begin(callbackId, id, inputs);
      return await sendEvent(stepEvent(workspace, step, token));
    },
    react: (message, emoji) => {
      const target = visible(message);
      const users = target.reactions.find(one => one.name === emoji)?.users ?? [];
      const after = users.includes(id) ? users.filter(one => one !== id) : [...users, id];
      const others = target.reactions.filter(one => one.name !== emoji);
      target.reactions = after.length === 0 ? others : [...others, { name: emoji, users: after }];
      workspace.changed();
    },
    click: async (message, button, { value, asSeen = false } = {}) => {
      const target = asSeen ? held(message) : visible(message);
      return await actInMessage(acting, target, findButton(target.blocks, button, value));
    },
    choose: async (message, field, option) => {
      const target = visible(message);
      const used = findField(target.blocks, field);
      return await actInMessage(acting, target, { ...used, entered: pickedIn(used.element, [option]) });
    },
    modal: () => {
      const view = topView(workspace, id);
      if (view === undefined) throw new CannotSee(`${id} has no modal open`);
      return modalOf(acting, view.id);
    },
    modals: () => stackOf(workspace, id).map(view => modalOf(acting, view.id)),
    home: () => {
      const view = workspace.homes.get(id);
      if (view === undefined) throw new CannotSee(`Nothing was published to the Home tab of ${id}`);
      return screenOf(acting, view.id);
    },
    messagesIn: channel => mine(message => message.channel === channel),
    dm: () => mine(message => message.channel === dmOf(workspace, id)?.id),
    ephemerals: () => mine(message => message.onlyFor === id),
  };
};
