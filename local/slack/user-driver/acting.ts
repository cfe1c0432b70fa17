import { validateOptions } from '../block-kit/index.ts';
import type { SendEvent } from '../delivery/events.ts';
import {
  closedPayload,
  interactivityBody,
  messageActionPayload,
  suggestionPayload,
  type Used,
  viewActionPayload,
} from '../delivery/payloads.ts';
import type { Delivery, Sender } from '../delivery/send.ts';
import { type Fields, isFields, listOf, parseJson } from '../json.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Message, SlackUser, View } from '../types.ts';
import { CannotSee } from './seeing.ts';

/** What the user driver needs: the workspace, the way to the app, and who the user is. */
export interface Acting {
  workspace: Workspace;
  sender: Sender;
  sendEvent: SendEvent;
  user: () => SlackUser;
}

export const sawError = ({ workspace, user }: Acting, doing: string, error: string): void => {
  workspace.errors.push({ user: user().id, doing, error });
  workspace.changed();
};

/** Sends an interaction; a failure is something the person sees. */
export const interact = async (acting: Acting, payload: Fields): Promise<Delivery> => {
  const kind = String(payload.type);
  const outcome = await acting.sender.send(kind, interactivityBody(payload));
  if (!outcome.ok) sawError(acting, kind, outcome.error);
  else if (outcome.response.body !== '') {
    acting.workspace.emitted.push({ via: 'response', what: kind, content: answerOf(outcome.response.body) });
  }
  return outcome;
};

/** The app's answer as JSON where it is JSON. */
export const answerOf = (body: string): unknown => parseJson(body) ?? body;

export const actInView = (acting: Acting, view: View, used: Used): Promise<Delivery> =>
  interact(acting, viewActionPayload(acting.workspace, acting.user(), view, used));

export const actInMessage = (acting: Acting, message: Message, used: Used): Promise<Delivery> => {
  const conversation = acting.workspace.conversations.get(message.channel);
  if (conversation === undefined) throw new CannotSee(`There is no conversation ${message.channel}`);
  return interact(
    acting,
    messageActionPayload(acting.workspace, acting.user(), { conversation, message, used }),
  );
};

export const tellClosed = (acting: Acting, view: View, cleared: boolean): Promise<Delivery> =>
  interact(acting, closedPayload(acting.workspace, acting.user(), view, cleared));

/** The options the app offers for `query`, without their groups. After a failure none, and the person sees an error. */
export const suggestions = async (
  acting: Acting,
  view: View,
  used: Used,
  query: string,
): Promise<Fields[]> => {
  const outcome = await interact(
    acting,
    suggestionPayload(acting.workspace, acting.user(), view, { used, query }),
  );
  if (!outcome.ok) return [];
  const answer = answerOf(outcome.response.body);
  const problems = validateOptions(answer);
  if (!isFields(answer) || problems.length > 0) {
    sawError(acting, 'block_suggestion', `invalid_response: ${problems.join('; ')}`);
    return [];
  }
  return [...listOf(answer.options), ...listOf(answer.option_groups).flatMap(group => listOf(group.options))];
};
