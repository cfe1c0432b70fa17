import type { Catalog, Person } from '../../domain/catalog.ts';
import type { KindRegistry } from './view-data.ts';

/** What is known of the form: picked so far, or typed after the command. */
export type FormState = { project?: string; role?: string; duration?: string };

export type FormContext = {
  catalog: Catalog;
  person: Person;
  kinds: KindRegistry;
  state: FormState;
  /** Opaque; carries the request id from the opening of the form to its submission. */
  metadata: string;
  /** Epoch ms. */
  now: number;
};
