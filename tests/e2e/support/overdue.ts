import { dueOn } from '../../../functions/domain/due.ts';
import type { RequestRecord } from '../../../functions/domain/record.ts';
import { hour, minute, toIso } from '../../../functions/domain/time.ts';
import { kindDescriptions } from '../../../functions/grants/descriptions.ts';
import { recordOf } from '../../functions/ledger/ledger.ts';
import { exampleCatalog, type Story } from './story.ts';

/** The example's role of a kind that has no asynchronous operations, in the account that Curfew runs in. */
const given = async () => {
  const role = (await exampleCatalog()).projects.payments?.roles.find(({ name }) => name === 'DatabaseAdmin');
  const target = role?.targets[0];
  const kind = role && kindDescriptions[role.kind];
  if (role === undefined || target === undefined || kind === undefined) throw new Error('no such role');
  return { name: role.kind, target, kind };
};

/** Puts a request into the ledger as if it had come there hours ago. Its execution is long over. */
const put = async (story: Story, requestId: string, change: Partial<RequestRecord>): Promise<void> => {
  const { person, ...requester } = { person: 'alice', teamId: 'T0EXAMPLE', userId: 'U0ALICE' };
  const ago = toIso(story.clock.now() - 6 * hour);
  const record = recordOf(requestId, {
    createdAt: ago,
    startAt: ago,
    deadline: ago,
    channel: 'C0PAYMENTS',
    requester: { person, ...requester },
    ...change,
  });
  if (!(await story.requests.create(record))) throw new Error(`${requestId} is there already`);
};

/** A grant that is over since `overMs`, whose access still stands and whose execution is gone. */
export const putOverdue = async (
  story: Story,
  requestId: string,
  { user = requestId, overMs = hour }: { user?: string; overMs?: number } = {},
): Promise<void> => {
  const { name, target, kind } = await given();
  const resourceKey = kind.resourceKey(target, user, requestId);
  const until = toIso(story.clock.now() - overMs);
  story.aws.addUser(target.account.id, user);
  story.aws.give(name, target, user);
  await put(story, requestId, {
    status: 'GRANTED',
    kind: name,
    targets: [{ target, principal: user, resourceKey }],
    progress: { [resourceKey]: { receipt: {}, preexisting: false, seen: true } },
    grantedAt: toIso(story.clock.now() - 3 * hour),
    endsBy: until,
    until,
    due: dueOn('live', until),
  });
  const lease = await story.holdings.lease(resourceKey, requestId, story.clock.now());
  if (lease === undefined) throw new Error(`${resourceKey} is taken`);
  const holder = { kind: name, principal: user, target, until };
  await story.holdings.addHolder(lease, requestId, holder, false);
  await story.holdings.release(lease);
};

/** A request that ended long ago and of which nobody was notified. */
export const putUntold = (story: Story, requestId: string): Promise<void> =>
  put(story, requestId, { status: 'ENDED', due: dueOn('untold', toIso(story.clock.now() - 5 * hour)) });

/** A revocation that AWS refuses each time. */
export const putStuck = async (story: Story, requestId: string): Promise<void> => {
  await putOverdue(story, requestId, { overMs: 4 * hour });
  const record = await story.record(requestId);
  await story.requests.beginRevoke(
    {
      requestId,
      from: ['GRANTED'],
      to: 'REVOKING',
      due: dueOn('live', record.createdAt),
      note: {
        id: '1',
        at: record.createdAt,
        what: 'revocation begun',
        status: 'REVOKING',
        source: 'machine',
      },
    },
    { now: story.clock.now(), noted: true },
  );
  await story.requests.stuck({
    requestId,
    from: ['REVOKING'],
    to: 'STUCK',
    due: dueOn('stuck', toIso(story.clock.now() - 4 * hour + minute)),
    note: { id: '2', at: record.createdAt, what: 'stuck', status: 'STUCK', source: 'machine' },
  });
};
