import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { WorkspaceUser } from '../domain/ports.ts';
import type { Message, SlackApi } from './port.ts';

/** Why a call to Slack failed: Slack's own code where it gave one. */
const slackError = (code: string, cause?: unknown): Error => {
  const error = new Error(code, { cause });
  error.name = 'SlackError';
  return error;
};

const platformCode = (error: unknown): string => {
  const data: unknown =
    typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const code: unknown = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
  if (typeof code === 'string') return code;
  const kind: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof kind === 'string' ? kind : 'unreachable';
};

const named = async <T>(call: Promise<T>): Promise<T> => {
  try {
    return await call;
  } catch (error) {
    throw slackError(platformCode(error), error);
  }
};

const quiet = { unfurl_links: false, unfurl_media: false };

type UserAnswer = {
  id?: string;
  team_id?: string;
  name?: string;
  tz?: string;
  is_bot?: boolean;
  deleted?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  profile?: { email?: string };
};

const userOf = (user: UserAnswer, id: string): WorkspaceUser => ({
  id: user.id ?? id,
  teamId: user.team_id ?? '',
  name: user.name ?? '',
  isBot: user.is_bot === true,
  deleted: user.deleted === true,
  guest: user.is_restricted === true || user.is_ultra_restricted === true,
  stranger: user.is_stranger === true,
  ...(user.tz !== undefined && { tz: user.tz }),
  ...(user.profile?.email !== undefined && { email: user.profile.email }),
});

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => 'error' as never,
  setName: () => undefined,
};

export type SlackClientConfig = {
  botToken: string;
  slackApiUrl?: string;
  /** For one call. A click has 3 s in all, so the default is short; background work may wait longer. */
  timeoutMs?: number;
  /** How often a call is tried again. None for clicks: whoever called decides. */
  retries?: number;
  /** For proxies, and for an emulated Slack without a port. */
  fetch?: NonNullable<WebClientOptions['fetch']>;
};

/**
 * The Slack Web API. Never waits out a rate limit: the caller, a state machine or a person, tries again.
 * Failures are `SlackError`s with Slack's code as message.
 */
export const createSlackClient = ({
  botToken,
  slackApiUrl,
  timeoutMs = 2_500,
  retries = 0,
  fetch,
}: SlackClientConfig): SlackApi => {
  const web = new WebClient(botToken, {
    ...(slackApiUrl !== undefined && {
      slackApiUrl: slackApiUrl.endsWith('/') ? slackApiUrl : `${slackApiUrl}/`,
    }),
    timeout: timeoutMs,
    retryConfig: { retries },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: silent,
    ...(fetch !== undefined && { fetch }),
  });
  const content = ({ text, blocks }: Message) => ({ text, blocks });
  return {
    post: async (channel, message, thread) => {
      const where = thread === undefined ? { channel } : { channel, thread_ts: thread };
      const answer = await named(web.chat.postMessage({ ...where, ...content(message), ...quiet }));
      if (answer.channel === undefined || answer.ts === undefined) throw slackError('no_address');
      return { channel: answer.channel, ts: answer.ts };
    },
    update: async ({ channel, ts }, message) => {
      await named(web.chat.update({ channel, ts, ...content(message) }));
    },
    ephemeral: async (channel, user, message) => {
      await named(web.chat.postEphemeral({ channel, user, ...content(message) }));
    },
    openView: async (triggerId, view) => {
      await named(web.views.open({ trigger_id: triggerId, view }));
    },
    updateView: async (viewId, hash, view) => {
      await named(web.views.update({ view_id: viewId, view, ...(hash !== undefined && { hash }) }));
    },
    publishHome: async (userId, view) => {
      await named(web.views.publish({ user_id: userId, view }));
    },
    user: async userId => {
      try {
        const { user } = await named(web.users.info({ user: userId }));
        return user === undefined ? undefined : userOf(user as UserAnswer, userId);
      } catch (error) {
        if (error instanceof Error && ['user_not_found', 'user_not_visible'].includes(error.message))
          return undefined;
        throw error;
      }
    },
  };
};
