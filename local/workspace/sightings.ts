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

type Followed = Pick<RequestRecord, 'kind' | 'targets'> & { sighting: Sighting };

/** Looks at AWS itself and never at the ledger. */
export const createSightings = (
  { aws, clock }: Pick<Installation, 'aws' | 'clock'>,
  hasBegun: (requestId: string) => boolean,
): Sightings => {
  const all = new Map<string, Followed>();
  /** For each of its targets: is there access? */
  const access = ({ kind, targets }: Followed): boolean[] =>
    targets.map(({ target, principal }) => aws.has(kind, target, principal));
  const showsAny = (followed: Followed): boolean => access(followed).includes(true);
  const showsAll = (followed: Followed): boolean => !access(followed).includes(false);

  const look = (requestId: string, followed: Followed): void => {
    const { sighting } = followed;
    if (sighting.seenAt === undefined) {
      if (hasBegun(requestId) && showsAll(followed)) sighting.seenAt = clock.now();
    } else if (showsAny(followed)) delete sighting.goneAt;
    else sighting.goneAt ??= clock.now();
  };
  let looking = false;
  const lookAll = (): void => {
    // Looking lets due operations end, and that is a change again.
    if (looking) return;
    looking = true;
    for (const [requestId, followed] of all) look(requestId, followed);
    looking = false;
  };
  const stop = aws.onChange(lookAll);

  return {
    follow({ requestId, kind, targets }) {
      if (!all.has(requestId)) all.set(requestId, { kind, targets, sighting: {} });
      lookAll();
    },
    of: requestId => ({ ...all.get(requestId)?.sighting }),
    shows(requestId) {
      const followed = all.get(requestId);
      return followed !== undefined && showsAny(followed);
    },
    stop,
  };
};
