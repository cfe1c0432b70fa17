/** The reader, and the names of people and channels. */
export type Reading = {
  /** IANA time zone. */
  tz: string;
  /** Epoch ms: what *today* is. */
  now: number;
  userName: (id: string) => string | undefined;
  channelName: (id: string) => string | undefined;
  /** The reader's own id: mentions of them stand out. */
  userId: string;
  /** Says where a link would lead; nothing here leaves the page. */
  followLink: (url: string) => void;
};
