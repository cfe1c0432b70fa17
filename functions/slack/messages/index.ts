export { card } from './card.ts';
export { detailsView } from './details.ts';
export { dm, dmClosed } from './dm.ts';
export type { MessageData, RequestEvent, ViewData } from './port.ts';
export { type Refused, refusal } from './refusal.ts';
export { securityPage } from './security.ts';
export { threadReply } from './thread.ts';
export { type KindRegistry, type KindWords, viewDataOf } from './view-data.ts';
