import type { Surface } from '../../../local/workspace/page/blocks/surface.ts';
import type { Reading } from '../../../local/workspace/page/text/reading.ts';

export const reading: Reading = {
  tz: 'Europe/Berlin',
  now: Date.UTC(2026, 0, 12, 9),
  userId: 'U0ALICE',
  userName: id => ({ U0ALICE: 'alice', U0BOB: 'bob' })[id],
  channelName: id => ({ C0PAYMENTS: 'payments' })[id],
  followLink: () => undefined,
};

export const surface = (change: Partial<Surface> = {}): Surface => ({
  id: 's',
  reading,
  press: () => undefined,
  pick: () => undefined,
  typing: () => undefined,
  type: () => undefined,
  valueIn: () => ({}),
  errorAt: () => undefined,
  ...change,
});
