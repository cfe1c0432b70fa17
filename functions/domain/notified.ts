/** What people are notified of; each once per occurrence. */
export const requestEvents = [
  'asked',
  'reminder',
  'approved',
  'granted',
  'ending',
  'extended',
  'extension-failed',
  'delayed',
  'ended',
  'failed',
  'denied',
  'cancelled',
  'expired',
  'refused',
  'stuck',
] as const;

export type RequestEvent = (typeof requestEvents)[number];

/** One occurrence of an event. One that can happen twice carries what distinguishes it (`ending@2026-…`). */
export type Occurrence = RequestEvent | `${RequestEvent}@${string}`;

/**
 * What security is told of the ledger itself: nothing is done on the word of an item that is behind its chain, or a
 * holder's entry was missing, or the rules in force went back in time.
 */
export type LedgerAlarm = 'held-back' | 'holder-lost' | 'catalog-behind';

/**
 * Where something was said, as keys of `RequestRecord.notified`: the request's `card` (`card.U…`: sent to one who decides,
 * because the channel is out of reach), the `security` channel, that nobody could be asked (`not-asked`), the requester's messages (`dm.`, and `closed.dm.` once their buttons are gone)
 * and the lines in the card's thread (`thread.`). Slack's `ts` in the address is when.
 */
export type NotifiedKey =
  | 'card'
  | `card.${string}`
  | 'security'
  | `security.${LedgerAlarm}`
  | 'not-asked'
  | `dm.${Occurrence}`
  | `closed.dm.${Occurrence}`
  | `thread.${Occurrence}`;

/** A card's key, or undefined for the key of something else. */
export const cardKey = (key: string): NotifiedKey | undefined =>
  key === 'card' || key.startsWith('card.') ? (key as NotifiedKey) : undefined;

/** The event that a message to the requester was about; undefined for what is no such message. */
export const dmEventOf = (key: string): RequestEvent | undefined =>
  key.startsWith('dm.')
    ? requestEvents.find(event => event === key.slice('dm.'.length).split('@')[0])
    : undefined;
