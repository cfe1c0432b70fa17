import type { App, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { MessageAddress } from '../../domain/record.ts';
import type { WayIn } from '../../domain/source.ts';
import type { Caller } from '../../service/port.ts';
import type { SurfaceDeps } from '../deps.ts';
import type { SlackAccount } from '../identify.ts';
import { saying } from '../messages/blocks.ts';
import type { Message } from '../port.ts';

/** Everything a listener may trust of a click, all of it from the signed payload. */
export type Click = {
  account: SlackAccount;
  /** From the button; only ever used to look the request up. */
  requestId: string;
  /** What the button carries, as it came; empty when it carries nothing. */
  value: string;
  triggerId: string;
  source: WayIn;
  /** The message with the button; App Home has none. */
  message?: MessageAddress;
  /** Id of the button's row, e.g. `dm.granted`. */
  blockId: string;
  view?: BlockAction['view'];
};

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>>;

/** People from other workspaces act under their own team, so it is the user's team that counts. */
export const accountOf = (body: {
  user: { id: string; team_id?: string };
  team?: { id: string } | null;
}): SlackAccount => ({
  teamId: body.user.team_id ?? body.team?.id ?? '',
  userId: body.user.id,
});

const idShape = /^[A-Za-z0-9_-]{1,80}$/;

/** A tampered id is an unknown request, not a failure. */
export const requestIdOf = (value: string | undefined): string =>
  value !== undefined && idShape.test(value) ? value : 'unknown';

const clickOf = ({ body, action }: ButtonArgs): Click => {
  const channel = body.channel?.id;
  const ts = body.message?.ts;
  return {
    account: accountOf(body),
    requestId: requestIdOf(action.value),
    value: action.value ?? '',
    triggerId: body.trigger_id,
    source: body.view?.type === 'home' ? 'home' : 'message',
    blockId: action.block_id,
    ...(channel !== undefined && ts !== undefined && { message: { channel, ts } }),
    ...(body.view !== undefined && { view: body.view }),
  };
};

/** Who clicked, or in words why they can do nothing here. */
export const callerOf = async (
  { identify }: Pick<SurfaceDeps, 'identify'>,
  { account, source }: Pick<Click, 'account' | 'source'>,
): Promise<Caller | { refused: string }> => {
  const who = await identify(account);
  return 'refused' in who ? who : { ...who, source };
};

/**
 * For the clicker alone: beside the button, or by DM where there is no channel or they have left it. Throws
 * `SlackError` when neither works.
 */
export const answer = async (deps: SurfaceDeps, click: Click, message: Message): Promise<void> => {
  const { slack } = deps;
  const { userId } = click.account;
  if (click.message !== undefined) {
    try {
      return await slack.ephemeral(click.message.channel, userId, message);
    } catch (error) {
      logFailure(deps, 'ephemeral', error);
    }
  }
  await slack.post(userId, message);
};

/** The answer to a click that failed. */
export const sorry = saying(
  ':warning: That did not work just now. Nothing is lost: wait a moment and try again, it is safe to click twice.',
);

/** `where`: which listener. Logs names and codes only: a payload or a person's text must not reach the log. */
export const logFailure = ({ log }: SurfaceDeps, where: string, error: unknown): void => {
  const known = error instanceof Error;
  log.error('listener failed', {
    where,
    error: known ? error.name : 'unknown',
    ...(known && error.name === 'SlackError' && { code: error.message }),
  });
};

/** Listens to one button: acknowledges, calls `handle`, and answers the clicker when that fails. It never throws. */
export const onButton = (
  app: App,
  deps: SurfaceDeps,
  actionId: string,
  handle: (click: Click) => Promise<void>,
): void => {
  app.action<ButtonArgs['body']>({ type: 'block_actions', action_id: actionId }, async args => {
    await args.ack();
    const click = clickOf(args);
    try {
      await handle(click);
    } catch (error) {
      logFailure(deps, actionId, error);
      await answer(deps, click, sorry).catch((again: unknown) => logFailure(deps, 'sorry', again));
    }
  });
};

/** Logs a failure under `where` instead of throwing it: it must not undo what the person just did. */
export const bestEffort = async (deps: SurfaceDeps, where: string, call: Promise<void>): Promise<void> => {
  try {
    await call;
  } catch (error) {
    logFailure(deps, where, error);
  }
};
