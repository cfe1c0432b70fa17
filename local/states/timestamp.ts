import type { Json } from './json.ts';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** What a Wait takes as Timestamp: RFC 3339 with a capital T and, for UTC, a capital Z. */
export const isTimestamp = (value: Json): value is string =>
  typeof value === 'string' && rfc3339.test(value) && !Number.isNaN(Date.parse(value));
