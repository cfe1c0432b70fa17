import type {
  Conversation,
  Emission,
  Message,
  SeenError,
  SlackOptions,
  SlackUser,
  SlackUserGroup,
  View,
} from '../types.ts';
import { createIds, type Ids } from './ids.ts';
import { createResponseUrls, type ResponseUrls } from './response-urls.ts';
import { createSteps, type Steps } from './steps.ts';
import { createTriggers, type Triggers } from './triggers.ts';

/** The whole state, shared by the Web API, deliveries and the user driver. */
export interface Workspace {
  options: SlackOptions;
  wallClock: () => number;
  ids: Ids;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  users: Map<string, SlackUser>;
  userGroups: Map<string, SlackUserGroup>;
  conversations: Map<string, Conversation>;
  /** Oldest first. */
  messages: Message[];
  /** The same messages by `channel/ts`. */
  addresses: Map<string, Message>;
  steps: Steps;
  /** Open modals per person, root first. */
  stacks: Map<string, View[]>;
  homes: Map<string, View>;
  errors: SeenError[];
  emitted: Emission[];
  changed: () => void;
  onChange: (listener: () => void) => () => void;
}

const botUser = (options: SlackOptions): SlackUser => ({
  id: options.botUserId,
  name: 'curfew',
  realName: 'Curfew',
  email: '',
  tz: 'UTC',
  isBot: true,
});

export const createWorkspace = (options: SlackOptions): Workspace => {
  const wallClock = options.wallClock ?? Date.now;
  const ids = createIds(options.now);
  const listeners = new Set<() => void>();
  const users = new Map([botUser(options), ...options.users].map(user => [user.id, { ...user }]));
  const conversations = new Map(
    options.channels.map(({ id, name, isPrivate, isArchived, members }): [string, Conversation] => [
      id,
      {
        id,
        name,
        kind: isPrivate === true ? 'private' : 'public',
        isArchived: isArchived === true,
        members: new Set(members ?? users.keys()),
      },
    ]),
  );
  return {
    options,
    wallClock,
    ids,
    triggers: createTriggers(wallClock, ids.opaque),
    responseUrls: createResponseUrls(options.teamId, options.now, ids.opaque),
    users,
    userGroups: new Map((options.userGroups ?? []).map(group => [group.id, { ...group }])),
    conversations,
    messages: [],
    addresses: new Map(),
    steps: createSteps(options.now, ids.next, ids.opaque),
    stacks: new Map(),
    homes: new Map(),
    errors: [],
    emitted: [],
    changed: () => {
      for (const listener of listeners) listener();
    },
    onChange: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
