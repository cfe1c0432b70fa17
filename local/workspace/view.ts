import type { Status } from '../../functions/domain/status.ts';
import type { AccessEntry } from '../aws/kinds/kind.ts';
import type { Snapshot } from '../slack/index.ts';
import type { ExecutionStatus } from '../states/execution.ts';

/** What the page draws: everything observed, nothing decided. Times in epoch ms of the installation's clock. */
export type WorkspaceView = {
  /** Grows with every start over, so that the page forgets what it remembered. */
  run: number;
  now: number;
  startedAt: number;
  /** The catalog's file name. */
  configuration: string;
  app: AppView;
  slack: Snapshot;
  aws: AwsView;
  /** Newest first. */
  requests: RequestView[];
  faults: FaultState;
};

/** How people reach the app: what a manifest puts into Slack's menus. */
export type AppView = { userId: string; name: string; command: string; shortcut: Shortcut };
export type Shortcut = { callbackId: string; name: string; description: string };

export type AwsView = { accounts: AccountView[]; entries: AwsEntry[] };
export type AccountView = { id: string; name: string; production: boolean };
export type AwsEntry = AccessEntry & {
  /** The latest end among the requests that hold it. */
  until?: number;
};

export type FaultState = { revokeFails: boolean };

export type RequestView = {
  requestId: string;
  role: string;
  project: string;
  /** Name and Slack id. */
  requester: { name: string; userId: string };
  /** The project's channel. */
  channel: string;
  status: Status;
  /** Who can decide in the stage that is open, by name. */
  asked: string[];
  until?: number;
  /** Keys of the entries in AWS that it is about. */
  holds: string[];
  execution: ExecutionView;
  steps: Step[];
  audit: AuditLine[];
};

export type ExecutionView = {
  status: ExecutionStatus;
  transitions: number;
  startedAt: number;
  stoppedAt?: number;
  visits: Visit[];
};

/** One stay in a state; entering it again at once is the same stay. */
export type Visit = {
  name: string;
  /** From the state machine's file. */
  comment?: string;
  enteredAt: number;
  leftAt?: number;
  /** How often it was entered in a row. */
  times: number;
  /** How often its task was tried, in all of them. */
  tries: number;
  /** The last thing that went wrong, by error name. */
  error?: string;
  timedOut: boolean;
};

export type AuditLine = { seq: number; at: number; what: string; by?: string; source: string };

export type StepName = 'ask' | 'approve' | 'access' | 'warning' | 'gone';
export type Step = {
  name: StepName;
  is: 'done' | 'now' | 'ahead' | 'skipped' | 'failed';
  note?: string;
};
