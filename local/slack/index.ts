export { createSlack, type Slack } from './create.ts';
export type { Snapshot, SnapshotConversation } from './state/snapshot.ts';
export type * from './types.ts';
export type { Person } from './user-driver/person.ts';
export { CannotSee } from './user-driver/seeing.ts';
export type { SlackFetch } from './web-api/fetch.ts';
