import { fakeKinds } from '../aws/kinds/index.ts';
import type { Installation } from '../installation.ts';

/** What can go wrong around Curfew. Curfew itself is not touched. */
export interface Faults {
  revokeFails: boolean;
  /** AWS refuses to take access back, until `recover`. */
  failRevoke(): void;
  recover(): void;
  /** Stops the execution as someone in the console would. */
  kill(requestId: string): void;
}

const removals = new Set(Object.values(fakeKinds).flatMap(kind => kind.calls().take));

export const createFaults = ({ aws, abort }: Pick<Installation, 'aws' | 'abort'>): Faults => ({
  revokeFails: false,
  failRevoke() {
    if (this.revokeFails) return;
    this.revokeFails = true;
    for (const removal of removals)
      aws.faults.fail(removal, 'AccessDenied', { untilMs: Number.POSITIVE_INFINITY });
  },
  recover() {
    this.revokeFails = false;
    aws.faults.clear();
  },
  kill: requestId => void abort(requestId),
});
