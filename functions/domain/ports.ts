/** Step Functions as Curfew uses it. Throws the SDK's error for anything that its answers do not name. */
export interface ExecutionClient {
  /**
   * Starts the execution named after the request; safe to repeat. `exists`: it was started before. `throttled`: it was
   * not started.
   */
  start(requestId: string): Promise<'started' | 'exists' | 'throttled'>;
  /** Answers a task token with nothing. `gone`: the task is over, which says nothing about the decision. */
  resume(token: string): Promise<'resumed' | 'gone'>;
  /** `none`: no execution of that name was ever started. */
  state(requestId: string): Promise<'running' | 'over' | 'none'>;
}

/** What the workspace says about an account. Source: https://docs.slack.dev/reference/objects/user-object/ */
export type WorkspaceUser = {
  id: string;
  teamId: string;
  name: string;
  email?: string;
  /** IANA name, e.g. `Europe/Berlin`. */
  tz?: string;
  isBot: boolean;
  /** Deactivated. */
  deleted: boolean;
  /** Single- or multi-channel guest. */
  guest: boolean;
  /** From another workspace. */
  stranger: boolean;
};

/** The workspace's own list of people. */
export interface UserDirectory {
  /** undefined: there is no such account. Throws `SlackError` when Slack does not answer. */
  user(userId: string): Promise<WorkspaceUser | undefined>;
}
