import type { RequestRecord } from '../../functions/domain/record.ts';
import type { Installation } from '../installation.ts';

/** When AWS began to show what a request is about, and when it stopped. Epoch ms. */
export type Sighting = { seenAt?: number; goneAt?: number };

export interface Sightings {
  /** From now on looks for this request's access at every change in AWS. */
  follow(record: RequestRecord): void;
  of(requestId: string): Sighting;
  shows(requestId: string): boolean;
  stop(): void;
}

/** Looks at AWS itself, past Curfew: what the ledger believes plays no part. */
export const createSightings = (
  { aws, clock }: Pick<Installation, 'aws' | 'clock'>,
  hasBegun: (requestId: string) => boolean,
): Sightings => {
  const followed = new Map<string, { targets: RequestRecord['targets']; sighting: Sighting }>();
  const shows = (requestId: string): boolean =>
    followed.get(requestId)?.targets.some(requested => aws.has(requested.target, requested.principal)) ===
    true;
  const showsAll = (requestId: string): boolean =>
    followed.get(requestId)?.targets.every(requested => aws.has(requested.target, requested.principal)) ===
    true;

  const look = (requestId: string, sighting: Sighting): void => {
    if (sighting.seenAt === undefined) {
      if (hasBegun(requestId) && showsAll(requestId)) sighting.seenAt = clock.now();
    } else if (shows(requestId)) delete sighting.goneAt;
    else sighting.goneAt ??= clock.now();
  };
  let looking = false;
  const lookAll = (): void => {
    // Looking settles operations that are due, which is a change again.
    if (looking) return;
    looking = true;
    for (const [requestId, { sighting }] of followed) look(requestId, sighting);
    looking = false;
  };
  const stop = aws.onChange(lookAll);

  return {
    follow(record) {
      if (!followed.has(record.requestId))
        followed.set(record.requestId, { targets: record.targets, sighting: {} });
      lookAll();
    },
    of: requestId => ({ ...followed.get(requestId)?.sighting }),
    shows,
    stop,
  };
};
