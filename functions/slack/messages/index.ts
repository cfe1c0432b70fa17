export { card } from './card.ts';
export { detailsView } from './details.ts';
export { dm, dmClosed } from './dm.ts';
export { notAsked } from './not-asked.ts';
export type { MessageData } from './port.ts';
export { refusal } from './refusal.ts';
export { securityPage } from './security.ts';
export { threadReply } from './thread.ts';
export { type KindRegistry, messageDataOf } from './view-data.ts';
