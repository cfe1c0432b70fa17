/** Step Functions as Curfew uses it. */
export interface ExecutionClient {
  /** Starts the execution named after the request. `exists` is success: it was started before. */
  start(requestId: string): Promise<'started' | 'exists' | 'throttled'>;
  /** Answers a task token with nothing. Best effort: a token that is gone says nothing about the decision. */
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
  tz?: string;
  isBot: boolean;
  deleted: boolean;
  /** Single- or multi-channel guest. */
  guest: boolean;
  /** From another workspace. */
  stranger: boolean;
};

/** The workspace's own list of people. */
export interface UserDirectory {
  /** undefined: there is no such account. */
  user(userId: string): Promise<WorkspaceUser | undefined>;
}
