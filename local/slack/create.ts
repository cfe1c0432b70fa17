import { createEvents } from './delivery/events.ts';
import { formBody, token } from './delivery/payloads.ts';
import { createSender, type Delivery, type LoggedRequest } from './delivery/send.ts';
import { signedRequest } from './delivery/sign.ts';
import type { Fields } from './json.ts';
import { plainText } from './plain-text/index.ts';
import { findMessage, removeMessage } from './state/messages.ts';
import { type Snapshot, snapshotOf } from './state/snapshot.ts';
import type { Step } from './state/steps.ts';
import { createWorkspace } from './state/workspace.ts';
import type { Emission, SeenError, SlackOptions, SlackRequest, SlackResponse, SlackUser } from './types.ts';
import { type Person, personOf } from './user-driver/person.ts';
import { createFaults, type Faults } from './web-api/faults.ts';
import { createFetch, createWire, type SlackFetch } from './web-api/fetch.ts';
import { type SlackServer, serve } from './web-api/server.ts';

/** An emulated Slack workspace in memory, with one app installed. It knows Slack's rules and nothing of the app. */
export interface Slack {
  /** Drives Slack as this user. Throws when there is no such user. */
  as: (userId: string) => Person;
  /** For `clientOptions.fetch`: Web API and response_urls without a port. */
  fetch: SlackFetch;
  /** The Web API and response_urls on 127.0.0.1; a free port if none is named. */
  listen: (port?: number) => Promise<SlackServer>;
  faults: Faults;
  /** How often each Web API method was called, `response_url` too. */
  rates: Record<string, number>;
  /** Every signed request sent to the app, oldest first. */
  requests: readonly LoggedRequest[];
  /** Sends a request again, byte for byte. */
  replay: (request: SlackRequest) => Promise<SlackResponse>;
  /** Signs a body for hostile tests; `timestamp` in seconds, the wall clock's if absent. Send it with `replay`. */
  sign: (body: string, headers?: Record<string, string>, timestamp?: number) => SlackRequest;
  /** Sends an event with retries, e.g. `{ type: 'team_join', … }`. */
  sendEvent: (event: Fields) => Promise<Delivery>;
  /** Sends the challenge that Slack sends when a request URL is saved. */
  verifyUrl: () => Promise<Delivery>;
  sslCheck: () => Promise<Delivery>;
  /** Custom steps run by workflows, and how they ended. */
  steps: readonly Step[];
  /** Who is in a user group from now on. */
  setUserGroup: (groupId: string, users: string[]) => void;
  /** Errors that people saw. Empty in a healthy test. */
  errors: readonly SeenError[];
  /** Everything the app sent, whichever way. */
  emitted: readonly Emission[];
  /** Changes a person, e.g. `{ deleted: true }`. */
  changeUser: (userId: string, change: Partial<SlackUser>) => void;
  addUser: (user: SlackUser) => void;
  /** Puts someone, or the app, into a channel or out of it. */
  setMember: (channelId: string, userId: string, member: boolean) => void;
  /** Somebody deletes a message. Throws when there is none. */
  deleteMessage: (channelId: string, ts: string) => void;
  snapshot: () => Snapshot;
  /** Calls back on every change; returns the way to stop. */
  onChange: (listener: () => void) => () => void;
  /** What one person reads in these blocks. */
  plainText: (content: readonly Fields[] | string, readerId: string) => string;
  /** Resolves once nothing is under way between Slack and the app. */
  settled: () => Promise<void>;
}

export const createSlack = (options: SlackOptions): Slack => {
  const workspace = createWorkspace(options);
  const faults = createFaults();
  const rates: Record<string, number> = {};
  const wire = createWire(workspace, faults, method => {
    rates[method] = (rates[method] ?? 0) + 1;
  });
  const sender = createSender(workspace);
  const sendEvent = createEvents(workspace, sender);

  const userOf = (id: string): SlackUser => {
    const user = workspace.users.get(id);
    if (user === undefined) throw new Error(`There is no user ${id}`);
    return user;
  };

  return {
    as: id => {
      userOf(id);
      return personOf({ workspace, sender, sendEvent, user: () => userOf(id) }, id);
    },
    fetch: createFetch(wire),
    listen: async port => {
      const server = await serve(wire, port);
      workspace.responseUrls.moveTo(server.origin);
      return server;
    },
    faults,
    rates,
    requests: sender.log,
    replay: async request => await sender.track(options.deliver(request)),
    sign: (body, headers, timestamp = Math.trunc(workspace.wallClock() / 1000)) =>
      signedRequest(options.signingSecret, timestamp, body, headers),
    sendEvent,
    verifyUrl: async () =>
      await sender.send(
        'url_verification',
        JSON.stringify({
          token,
          challenge: workspace.ids.opaque(),
          type: 'url_verification',
        }),
      ),
    sslCheck: async () => await sender.send('ssl_check', formBody({ ssl_check: '1', token })),
    steps: workspace.steps.all,
    setUserGroup: (id, members) => {
      const group = workspace.userGroups.get(id);
      if (group === undefined) throw new Error(`There is no user group ${id}`);
      workspace.userGroups.set(id, { ...group, users: [...members] });
      workspace.changed();
    },
    errors: workspace.errors,
    emitted: workspace.emitted,
    changeUser: (id, change) => {
      workspace.users.set(id, { ...userOf(id), ...change });
      workspace.changed();
    },
    addUser: user => {
      workspace.users.set(user.id, { ...user });
      workspace.changed();
    },
    setMember: (channelId, userId, member) => {
      const members = workspace.conversations.get(channelId)?.members;
      if (member) members?.add(userId);
      else members?.delete(userId);
      workspace.changed();
    },
    deleteMessage: (channelId, ts) => {
      const message = findMessage(workspace, channelId, ts);
      if (message === undefined) throw new Error(`There is no message ${ts} in ${channelId}`);
      removeMessage(workspace, message);
    },
    snapshot: () => snapshotOf(workspace),
    onChange: workspace.onChange,
    plainText: (content, readerId) => plainText(workspace, content, userOf(readerId)),
    settled: sender.settled,
  };
};
