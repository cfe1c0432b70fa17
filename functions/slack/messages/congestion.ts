import type { Message } from '../port.ts';
import { saying } from './blocks.ts';
import { free, lateness, list } from './text.ts';

/** What waits for its turn in AWS: how many `revocations`, and how late the latest of them is, ms. `accounts`: their names. */
type Congestion = { kindLabel: string; accounts: string[]; revocations: number; latestMs: number };

/** For the security channel: nothing was refused, and still access is not gone. */
export const congestionPage = ({ kindLabel, accounts, revocations, latestMs }: Congestion): Message =>
  saying(
    `:hourglass_flowing_sand: *Revocations wait for AWS.* ${revocations === 1 ? 'One' : revocations} of ${free(kindLabel, 40)} in ${list(
      accounts.map(name => free(name, 60)),
      'and',
      3,
    )}; the latest is ${lateness(latestMs)} late.`,
    'Nothing was refused: AWS is busy, or accepts only so many changes at once. New grants wait behind them. Curfew goes on until all of it is gone, and says so again in an hour.',
  );
