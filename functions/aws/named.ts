/** A user, group or role: `id` never changes and is never used again, `name` may. */
export type Named = { id: string; name: string };
