/** Every way in that a request or a click can take, as the audit says it. */
const waysIn = ['shortcut', 'command', 'home', 'message'] as const;

/** The ways in, and what moves requests without one: an operator by `curfew reconcile`. */
export const sources = [...waysIn, 'sweeper', 'machine', 'operator'] as const;

/** Where a request, a click or a transition came from. */
export type Source = (typeof sources)[number];

/** Where a person can come from. */
export type WayIn = (typeof waysIn)[number];

export const isWayIn = (text: unknown): text is WayIn => waysIn.some(way => way === text);
