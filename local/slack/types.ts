import type { Fields } from './json.ts';

/** One signed request to the app, as Slack sends it. `body` is raw: form-encoded or JSON. */
export interface SlackRequest {
  method: 'POST';
  path: '/slack/events';
  headers: Record<string, string>;
  body: string;
}

export interface SlackResponse {
  statusCode: number;
  headers?: Record<string, string>;
  body: string;
}

export interface SlackUser {
  id: string;
  /** The handle: `alice`. */
  name: string;
  realName: string;
  email: string;
  /** IANA name, e.g. `Europe/Paris`. */
  tz: string;
  isBot?: boolean;
  deleted?: boolean;
  isRestricted?: boolean;
  isUltraRestricted?: boolean;
  isStranger?: boolean;
  isAdmin?: boolean;
  /** Another workspace's id for people of shared channels; the workspace's own if absent. */
  teamId?: string;
}

export interface SlackChannel {
  id: string;
  name: string;
  isPrivate?: boolean;
  isArchived?: boolean;
  /** User ids, the bot's too where the app was invited. Everyone, the bot included, if absent. */
  members?: string[];
}

export interface SlackUserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface SlackOptions {
  signingSecret: string;
  botToken: string;
  teamId: string;
  appId: string;
  botUserId: string;
  users: readonly SlackUser[];
  channels: readonly SlackChannel[];
  userGroups?: readonly SlackUserGroup[];
  /** Milliseconds; stamps messages, and ages response_urls. May be a virtual clock. */
  now: () => number;
  /** Real milliseconds, also on a virtual clock: signatures and triggers go by real time. */
  wallClock?: () => number;
  /** Carries a signed request to the app. */
  deliver: (request: SlackRequest) => Promise<SlackResponse>;
  /** Real milliseconds the app has to answer. Slack's own is 3000. */
  ackTimeoutMs?: number;
  /** Runs an event's retry `ms` later. Real timers that keep no process alive, if absent. */
  schedule?: (run: () => void, ms: number) => void;
}

export interface Conversation {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  isArchived: boolean;
  members: Set<string>;
}

export type Block = Fields & { type: string; block_id: string };

export interface Message {
  ts: string;
  channel: string;
  /** The author's user id. */
  user: string;
  text: string;
  blocks: Block[];
  threadTs?: string;
  metadata?: Fields;
  /** Set where only this person sees it. */
  onlyFor?: string;
  editedTs?: string;
  /** Earlier contents, oldest first. */
  history: { text: string; blocks: Block[] }[];
  reactions: { name: string; users: string[] }[];
}

/** `values[blockId][actionId]`: what stands in each field, shaped as in `view.state.values`. */
export type StateValues = Record<string, Record<string, Fields>>;

export interface View {
  id: string;
  type: 'modal' | 'home';
  owner: string;
  title?: Fields;
  submit?: Fields;
  close?: Fields;
  blocks: Block[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  hash: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  rootViewId: string;
  previousViewId: string | null;
  values: StateValues;
  /** Messages under fields, by block id, after `response_action: errors`. */
  errors: Record<string, string>;
}

/** Something a person saw go wrong, e.g. the warning triangle after a time-out. */
export interface SeenError {
  user: string;
  /** What they were doing: `shortcut`, `block_actions`, `event_callback`, … */
  doing: string;
  error: string;
}

/** Something the app sent, whichever way it took. */
export interface Emission {
  via: 'web_api' | 'response' | 'response_url';
  /** The Web API method, or the type of request answered. */
  what: string;
  content: unknown;
}
