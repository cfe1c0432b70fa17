/** Upper limits, the same as in docs/benchmarks.md. */
export const budgets = {
  /** Minified bundle of the Slack-facing Lambda, kB. */
  slackKilobytes: 750,
  /** Its load beside the same bundle with all of Bolt's receivers in it. */
  slackLoadRatio: 0.5,
  /** Calls to AWS that a click may make before it is answered: Slack waits 3 s. */
  awsCallsPerClick: 4,
  /** Of a request for an IAM group that one person approves, with its expiry warning. */
  approvedTransitions: 12,
  /** ms to simulate a grant of 30 days on the engine. */
  monthMs: 100,
  /** Opening and ending so many grants side by side on the engine: seconds, and MB (2^20 bytes) resident at the peak. */
  openGrants: 10_000,
  openGrantsSeconds: 20,
  openGrantsMegabytes: 1_024,
} as const;
