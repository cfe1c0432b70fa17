import type * as z from 'zod';

/** For each Task state of a machine: what it sends (`input`), and what the machine reads from the answer (`output`). */
export type Contract = Readonly<Record<string, { input: z.ZodObject; output: z.ZodType }>>;
export type StateOf<C extends Contract> = keyof C & string;
/** What the step behind a Task state is given, and below what it answers. */
export type InputOf<C extends Contract, State extends StateOf<C>> = z.infer<C[State]['input']>;
export type OutputOf<C extends Contract, State extends StateOf<C>> = z.infer<C[State]['output']>;
