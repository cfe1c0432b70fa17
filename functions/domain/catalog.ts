import type { Iso } from './time.ts';

/** A human. One person may use several Slack accounts; all of them are the same person. */
export type Person = {
  /** As access.yml writes it; unique, and the key of `Catalog.people`. */
  name: string;
  email: string;
  /** Slack ids: `T…` of the workspace, `U…` of each account. */
  slack: { team: string; users: string[] };
  /** Who they are in AWS. `iamUser`: account name → IAM user name. `identityCenterUser`: Identity Center user id. */
  principals: { iamUser?: Record<string, string>; identityCenterUser?: string };
  /** Until `until`, the person named `to` may decide in their place. */
  delegate?: { to: string; until: Iso };
};

/** An AWS account as requests snapshot it: revocation never looks it up again. */
export type AccountRef = {
  name: string;
  /** 12 digits. */
  id: string;
  production: boolean;
  /** IAM roles assumed for other accounts; absent for the account Curfew runs in. */
  grantRoleArn?: string;
  revokeRoleArn?: string;
  externalId?: string;
};

/** What exactly is granted. The kind decides the shape; each holds the account it is in. */
export type Target = { account: AccountRef } & Record<string, unknown>;

export type Risk = 'low' | 'medium' | 'high';

/**
 * One stage of asking: `need` distinct people of `from` (person names) must approve. `key` is the set as access.yml
 * writes it, e.g. `owners`: decisions record it, so that they say which set they counted for.
 */
export type Stage = { key: string; need: number; from: string[] };

export type Approval =
  | { mode: 'auto' }
  | {
      mode: 'ask';
      stages: Stage[];
      /** How long the request may wait for all decisions. */
      deadlineMs: number;
      /** When to remind, counted from the request; each before the deadline. */
      remindMs: number[];
    };

export type Role = {
  name: string;
  description: string;
  /** How access is given, e.g. `iam-group`: a key of `kindDescriptions`. */
  kind: string;
  targets: Target[];
  risk: Risk;
  justification: 'required' | 'optional';
  /** Shown to whoever decides. */
  note?: string;
  /** `https://` address. */
  runbook?: string;
  /** The shortest, longest and proposed duration of one request. */
  minMs: number;
  maxMs: number;
  defaultMs: number;
  /** What the form offers, ascending, each within min and max. */
  choicesMs: number[];
  /** The longest a grant may become by extensions, from when it became live. Equal to `maxMs`: none beyond it. */
  maxTotalMs: number;
  /** Person names who may ask; absent: everyone in `people`. */
  mayRequest?: string[];
  approval: Approval;
};

/** `channel`: Slack id (`C…`) of the channel that approvals are asked in; `owners`: person names. */
export type Project = { name: string; description: string; channel: string; owners: string[]; roles: Role[] };

export type Settings = {
  /** Slack id of the channel that is notified when access could not be revoked. */
  securityChannel: string;
  /** Person names: they may end access that the ledger cannot explain. */
  security: string[];
  /** How far ahead a start may be. */
  maxStartAheadMs: number;
};

/**
 * `access.yml` as applied: names resolved, durations in ms. `version` counts from 1 and grows with each apply. `hash`
 * covers everything but the version. People, accounts and projects are keyed by their names.
 */
export type Catalog = {
  version: number;
  hash: string;
  settings: Settings;
  people: Record<string, Person>;
  accounts: Record<string, AccountRef>;
  projects: Record<string, Project>;
};
