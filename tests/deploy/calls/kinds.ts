import { hour, second, toIso } from '../../../functions/domain/time.ts';
import { fixtures } from '../../functions/grants/fixtures.ts';
import { createRig, failure, type Rig } from '../../functions/grants/rig.ts';

/** What an earlier attempt may have left over. */
const leftOvers = [undefined, 'grant', 'extend', 'revoke'] as const;
const operationIds = [undefined, '10000000-0000-4000-8000-000000000099'];

/** How things may stand in AWS before an attempt: also as a grant left them, with its receipt. */
const situations: ((rig: Rig) => unknown)[] = [
  () => undefined,
  rig => rig.world.give(rig.kind.kind, rig.target, rig.principal),
  rig => rig.leave(rig.world),
  rig => rig.grant(),
  // A grant that died after each of its calls, one after the other.
  ...Array.from({ length: 8 }, (_, index) => async (rig: Rig) => {
    rig.world.faults.crashAfter('*', index + 1);
    await failure(rig.grantOnce('req-1'));
    rig.world.faults.clear();
  }),
  async rig => {
    await rig.grant();
    await extended(rig);
  },
];

/** More often than AWS keeps what an extension replaces. */
const extensions = 6;

const extended = async (rig: Rig): Promise<void> => {
  const held = { target: rig.target, principal: rig.principal, receipt: rig.receipt('req-1') ?? {} };
  for (let count = 1; count <= extensions; count += 1) {
    const [until, bound] = [toIso(rig.now() + count * hour), toIso(rig.now() + 9 * hour)];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await failure(rig.kind.extend(rig.ctx('req-1'), held, until, bound));
      rig.advance(10 * second);
    }
  }
};

const prepared = (row: string, op: (typeof leftOvers)[number], operationId: string | undefined): Rig => {
  const rig = createRig(row);
  const startedAt = toIso(rig.now());
  if (op !== undefined)
    rig.setPending({ op, requestId: 'req-1', startedAt, ...(operationId && { operationId }) });
  return rig;
};

const attempts = {
  async grant(rig: Rig): Promise<void> {
    await failure(rig.grantOnce('req-1'));
    await extended(rig);
  },
  async revoke(rig: Rig): Promise<void> {
    await failure(rig.revokeOnce('req-1'));
    await failure(rig.revoke('req-1', false));
  },
};

/** Every call that the kinds make when they grant, or when they revoke, whatever stands and is left over. */
export const kindCalls = async (mode: 'grant' | 'revoke'): Promise<string[]> => {
  const called = new Set<string>();
  for (const row of Object.keys(fixtures))
    for (const op of leftOvers)
      for (const operationId of operationIds)
        for (const situation of situations) {
          const rig = prepared(row, op, operationId);
          await situation(rig);
          const before = rig.world.calls.length;
          await attempts[mode](rig);
          for (const { name } of rig.world.calls.slice(before)) called.add(name);
        }
  return [...called];
};
