/** Every way in that a request or a click can take, and what moves requests without one; as the audit says it. */
export const sources = ['shortcut', 'command', 'home', 'message', 'sweeper', 'machine'] as const;

/** Where a request or a click came from. */
export type Source = (typeof sources)[number];

export const isSource = (text: unknown): text is Source => sources.some(source => source === text);
