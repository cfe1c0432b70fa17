import type { App, SlackViewMiddlewareArgs, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { SurfaceDeps } from '../deps.ts';
import { noticeView } from '../messages/small-forms.ts';
import { logFailure } from './click.ts';

export type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction>;
type Answer = Parameters<SubmissionArgs['ack']>[0];

/** One field of a view: the id of its block and what was entered. */
export type Entered = { blockId: string; value: string | undefined };

/** What was entered under an action id, whatever its block is called. */
export const entered = (view: Pick<ViewOutput, 'state'>, actionId: string): Entered | undefined => {
  for (const [blockId, actions] of Object.entries(view.state.values)) {
    const found = actions[actionId];
    if (found === undefined) continue;
    const picked = found.selected_option?.value ?? found.value ?? found.selected_date_time?.toString();
    return { blockId, value: picked ?? undefined };
  }
  return undefined;
};

/** Keeps the view open with an error. Slack takes errors only at input blocks of the view. */
export const errorsAt = (blockId: string, message: string): NonNullable<Answer> => ({
  response_action: 'errors',
  errors: { [blockId]: message.slice(0, 300) },
});

const failed: NonNullable<Answer> = {
  response_action: 'update',
  view: noticeView(
    'That did not work',
    ':warning: That did not work just now. Nothing is lost: wait a moment and try again.',
  ),
};

/** Listens to one view: the handler's answer closes, updates or corrects it; a failure is said in the view. */
export const onSubmission = (
  app: App,
  deps: SurfaceDeps,
  callbackId: string,
  handle: (args: SubmissionArgs) => Promise<Answer>,
): void => {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: callbackId }, async args => {
    const response = await handle(args).catch((error: unknown): Answer => {
      logFailure(deps, callbackId, error);
      return failed;
    });
    await (response === undefined ? args.ack() : args.ack(response));
  });
};
