import { hour, minute, second } from '../domain/time.ts';

/** A session duration as AWS writes it, `PT1H30M` → ms; what cannot be read is longer than anything. */
export const sessionMs = (iso: string): number => {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(iso);
  if (match === null) return Number.POSITIVE_INFINITY;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(part => Number(part ?? 0));
  return hours * hour + minutes * minute + seconds * second;
};
