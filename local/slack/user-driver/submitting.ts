// https://docs.slack.dev/surfaces/modals: what a view_submission's answer does.
import { elementsOf } from '../block-kit/index.ts';
import { submissionPayload } from '../delivery/payloads.ts';
import { type Fields, fieldsOf, isFields } from '../json.ts';
import { isEmpty } from '../state/values.ts';
import { closeViews, maxStack, replaceView, stackOf, stackView } from '../state/views.ts';
import type { View } from '../types.ts';
import { viewArg } from '../web-api/views.ts';
import { type Acting, answerOf, interact, sawError } from './acting.ts';
import { clientSideError } from './entering.ts';

export type Submitted =
  | { outcome: 'closed' }
  | { outcome: 'updated' }
  | { outcome: 'pushed' }
  /** By block id; the form stays open. */
  | { outcome: 'errors'; errors: Record<string, string> }
  /** The app failed or answered what Slack cannot use; the form stays open. */
  | { outcome: 'failed'; error: string };

const clientErrors = (view: View): Record<string, string> => {
  const errors: Record<string, string> = {};
  for (const block of view.blocks.filter(one => one.type === 'input')) {
    for (const element of elementsOf(block)) {
      const value = view.values[block.block_id]?.[String(element.action_id)] ?? {};
      const error = clientSideError(block, element, value, isEmpty(value));
      if (error !== undefined) errors[block.block_id] = error;
    }
  }
  return errors;
};

const failed = (acting: Acting, error: string): Submitted => {
  sawError(acting, 'view_submission', error);
  return { outcome: 'failed', error };
};

const showErrors = (acting: Acting, view: View, answered: unknown): Submitted => {
  const inputs = new Set(view.blocks.filter(one => one.type === 'input').map(one => one.block_id));
  const entries = Object.entries(fieldsOf(answered));
  const wrong = entries.filter(([id, text]) => !inputs.has(id) || typeof text !== 'string');
  if (entries.length === 0 || wrong.length > 0) {
    return failed(
      acting,
      `invalid_response: errors for no input block: ${wrong.map(([id]) => id).join(', ')}`,
    );
  }
  view.errors = Object.fromEntries(entries.map(([id, text]) => [id, String(text)]));
  acting.workspace.changed();
  return { outcome: 'errors', errors: view.errors };
};

const showView = (acting: Acting, view: View, action: 'update' | 'push', answered: unknown): Submitted => {
  const { workspace } = acting;
  const read = viewArg(workspace, answered, 'modal', action === 'update' ? view.id : undefined);
  if (!read.ok) return failed(acting, `invalid_response: ${JSON.stringify(read.refusal)}`);
  if (action === 'update') {
    replaceView(workspace, view, read.spec);
    return { outcome: 'updated' };
  }
  if (stackOf(workspace, view.owner).length >= maxStack) return failed(acting, 'push_limit_reached');
  stackView(workspace, view.owner, read.spec);
  return { outcome: 'pushed' };
};

const apply = (acting: Acting, view: View, body: string): Submitted => {
  if (body === '') {
    closeViews(acting.workspace, view.owner, [view]);
    return { outcome: 'closed' };
  }
  const answer = answerOf(body);
  if (!isFields(answer)) return failed(acting, 'invalid_response: not a JSON object');
  const action: Fields['response_action'] = answer.response_action;
  if (action === 'errors') return showErrors(acting, view, answer.errors);
  if (action === 'update' || action === 'push') return showView(acting, view, action, answer.view);
  if (action === 'clear') {
    closeViews(acting.workspace, view.owner, stackOf(acting.workspace, view.owner));
    return { outcome: 'closed' };
  }
  if (action !== undefined) return failed(acting, `invalid_response: response_action ${String(action)}`);
  closeViews(acting.workspace, view.owner, [view]);
  return { outcome: 'closed' };
};

/** Presses the submit button: the client's own checks first, then the app. */
export const submit = async (acting: Acting, view: View): Promise<Submitted> => {
  view.errors = clientErrors(view);
  if (Object.keys(view.errors).length > 0) {
    acting.workspace.changed();
    return { outcome: 'errors', errors: view.errors };
  }
  const payload = submissionPayload(acting.workspace, acting.user(), view);
  const sent = await interact(acting, payload);
  return sent.ok ? apply(acting, view, sent.response.body) : { outcome: 'failed', error: sent.error };
};
