/** Where requests and clicks come from, and what moves requests without one; the audit uses these words. */
export const sources = ['shortcut', 'command', 'home', 'message', 'sweeper', 'machine'] as const;

/** Where a request or a click came from. */
export type Source = (typeof sources)[number];

export const isSource = (text: unknown): text is Source => sources.some(source => source === text);
