export { card } from './card.ts';
export { detailsView } from './details.ts';
export { dm, dmClosed } from './dm.ts';
export type { Facts, Happening, Told } from './port.ts';
export { type Refused, refusal } from './refusal.ts';
export { securityPage } from './security.ts';
export { threadReply } from './thread.ts';
export { factsOf, type KindRegistry, type KindWords } from './view-data.ts';
