/**
 * Slack's codes for a place that stays out of reach until somebody changes something in the workspace.
 * Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const outOfReach = new Set([
  'cannot_dm_bot',
  'cannot_reply_to_message',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'message_limit_exceeded',
  'messages_tab_disabled',
  'no_permission',
  'not_in_channel',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
]);

/** Codes for a message that cannot be changed any more, because it is gone, or too old. */
const gone = new Set(['cant_update_message', 'edit_window_closed', 'message_not_found', 'thread_not_found']);

const isOneOf = (codes: Set<string>, error: unknown): boolean =>
  error instanceof Error && codes.has(error.message);

/** Trying again soon will not help: say it somewhere else. */
export const isOutOfReach = (error: unknown): boolean => isOneOf(outOfReach, error);

/** The message has to be posted anew. */
export const isGone = (error: unknown): boolean => isOneOf(gone, error);
