/**
 * Every state a request can be in, with the words people read for it. `final` statuses never change again;
 * `live` ones may have access in AWS.
 */
export const statuses = {
  NEW: { label: 'Recorded', emoji: ':inbox_tray:', final: false, live: false },
  PENDING: { label: 'Waiting for approval', emoji: ':hourglass_flowing_sand:', final: false, live: false },
  APPROVED: { label: 'Approved', emoji: ':white_check_mark:', final: false, live: false },
  GRANTING: { label: 'Granting', emoji: ':gear:', final: false, live: true },
  GRANTED: { label: 'Access is live', emoji: ':large_green_circle:', final: false, live: true },
  REVOKING: { label: 'Revoking access', emoji: ':arrows_counterclockwise:', final: false, live: true },
  STUCK: { label: 'Could not be revoked yet', emoji: ':rotating_light:', final: false, live: true },
  ENDED: { label: 'Ended', emoji: ':checkered_flag:', final: true, live: false },
  REFUSED: { label: 'Refused', emoji: ':no_entry:', final: true, live: false },
  DENIED: { label: 'Denied', emoji: ':x:', final: true, live: false },
  CANCELLED: { label: 'Cancelled', emoji: ':leftwards_arrow_with_hook:', final: true, live: false },
  EXPIRED: { label: 'Expired, nobody decided in time', emoji: ':zzz:', final: true, live: false },
  FAILED: { label: 'Failed, nothing was left behind', emoji: ':warning:', final: true, live: false },
} as const satisfies Record<string, { label: string; emoji: string; final: boolean; live: boolean }>;

export type Status = keyof typeof statuses;
export const isFinal = (status: Status): boolean => statuses[status].final;
/** May something of this request be in AWS right now? */
export const isLive = (status: Status): boolean => statuses[status].live;
