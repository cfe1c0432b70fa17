/** Upper limits, the same as in docs/benchmarks.md. */
export const budgets = {
  /** Minified bundle of the Slack-facing Lambda, kB. */
  slackKilobytes: 500,
  /** Its load time, divided by that of the same bundle with all of Bolt's receivers. */
  slackLoadRatio: 0.5,
  /** Calls to AWS that a click may make before it is answered: Slack waits 3 s. */
  awsCallsPerClick: 4,
  /** State transitions of a request for an IAM group that one person approves, with its expiry warning. */
  approvedTransitions: 12,
  /** ms to simulate a grant of 30 days on the engine. */
  monthMs: 100,
  /** To open and end so many grants side by side on the engine: seconds, and MB (2^20 bytes) resident at the peak. */
  openGrants: 10_000,
  openGrantsSeconds: 20,
  openGrantsMegabytes: 1_024,
  /** When many grants end together: until the last is gone, divided by the best possible. */
  stormRatio: 1.3,
  /** To revoke 10,000 live grants that were aborted at once, whatever else is due: sweeps, and minutes. */
  drainSweeps: 2,
  drainMinutes: 15,
} as const;
