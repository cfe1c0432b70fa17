/**
 * Who decides. Cards, forms, Home, reminders, `explain`, every click and the last check before a grant use this folder;
 * no other code works it out.
 */
export { type Decided, decide } from './decide.ts';
export { stillEligible, stillFits } from './fit.ts';
export { type MayDecide, mayDecide, standingOf, whoCanDecide } from './may-decide.ts';
export { canBeDecidedFor, mayBeAsked, whoWouldDecide } from './preview.ts';
export type { DecisionRefusal } from './slots.ts';
export { slotsCanBeFilled, stageOf, waitingMsOf } from './stages.ts';
export { countVotes } from './votes.ts';
