/** The path of every policy that Curfew makes, in whatever account. */
export const ownPath = '/curfew/';
