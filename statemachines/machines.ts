import { access } from './access.machine.ts';
import type { Machine } from './machine.ts';

/** Every state machine. Deployment, the local installation, the drawings and the proofs loop over them. */
export const machines: readonly Machine[] = [access];
