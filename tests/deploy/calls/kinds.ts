import { hour, toIso } from '../../../functions/domain/time.ts';
import { fixtures } from '../../functions/grants/fixtures.ts';
import { createRig, failure, type Rig } from '../../functions/grants/rig.ts';

/** What an earlier attempt may have left over. */
const leftOvers = [undefined, 'grant', 'revoke'] as const;
const operationIds = [undefined, '10000000-0000-4000-8000-000000000099'];

/** How things may stand in AWS before an attempt: also as a grant left them, with its receipt. */
const situations: ((rig: Rig) => unknown)[] = [
  () => undefined,
  rig => rig.world.give(rig.kind.kind, rig.target, rig.principal),
  rig => rig.leave(rig.world),
  rig => rig.grant(),
  async rig => {
    await rig.grant();
    await extended(rig);
  },
];

/** More often than AWS keeps what an extension replaces. */
const extensions = 6;

const extended = async (rig: Rig): Promise<void> => {
  const held = { target: rig.target, principal: rig.principal, receipt: rig.receipt('req-1') ?? {} };
  for (let count = 1; count <= extensions; count += 1)
    await failure(
      rig.kind.extend(rig.ctx('req-1'), held, toIso(rig.now() + count * hour), toIso(rig.now() + 9 * hour)),
    );
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
  revoke: (rig: Rig): Promise<unknown> => failure(rig.revokeOnce('req-1')),
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
