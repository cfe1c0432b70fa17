import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createKinds } from '../../../functions/grants/index.ts';
import { createAwsWorld } from '../../../local/aws/index.ts';
import { fakeKind, fakeKinds } from '../../../local/aws/kinds/index.ts';
import { fixtures, staging } from '../../functions/grants/fixtures.ts';
import { createRig, failure } from '../../functions/grants/rig.ts';

const targetOf = (kind: string) => {
  const target = fixtures[kind]?.target;
  if (target === undefined) throw new Error(`no fixture for ${kind}`);
  return target;
};

for (const [kind, fake] of Object.entries(fakeKinds)) {
  const { give, take, read } = fake.calls;

  test(`${kind}: access is listed under the key of its target, as long as it stands`, async () => {
    const rig = createRig(kind);
    const keys = () => rig.world.entries().map(({ key }) => key);
    await rig.grant();
    assert.equal(keys(), [fake.keyOf(rig.target, rig.principal)]);
    await rig.revoke();
    assert.equal(keys(), []);
  });

  test(`${kind}: two targets have two keys, and so have two people`, () => {
    const { target, otherTarget, principal } = createRig(kind);
    const keys = [
      fake.keyOf(target, principal),
      fake.keyOf(otherTarget, principal),
      fake.keyOf(target, 'bob'),
    ];
    assert.is(new Set(keys).size, 3);
  });

  test(`${kind}: what is given past Curfew is listed, and gone once it is taken`, () => {
    const { world, target, principal, now } = createRig(kind);
    world.give(kind, target, principal);
    const [entry] = world.entries();
    assert.equal([entry?.state, entry?.since, entry?.accountId], ['there', now(), staging.id]);
    world.take(kind, target, principal);
    assert.equal(world.entries(), []);
  });

  test(`${kind}: a seeded target can be granted`, async () => {
    const world = createAwsWorld({ now: () => 0, homeAccountId: staging.id });
    const check = async () => (await createKinds(world.apis('grant'))[kind]?.check(targetOf(kind)))?.ok;
    assert.is(await check(), false);
    fake.seed(world, targetOf(kind));
    assert.is(await check(), true);
  });

  test(`${kind}: the calls it names are made`, async () => {
    const rig = createRig(kind);
    await rig.grant();
    const granting = rig.world.calls.map(({ name }) => name);
    assert.equal(
      [...give, ...read].filter(name => !granting.includes(name)),
      [],
    );
    assert.equal(
      take.filter(name => granting.includes(name)),
      [],
    );
    await rig.revoke();
    const all = rig.world.calls.map(({ name }) => name);
    assert.equal(
      take.filter(name => !all.includes(name)),
      [],
    );
  });

  test(`${kind}: no access is revoked while the calls for that fail`, async () => {
    const rig = createRig(kind);
    await rig.grant();
    for (const call of take)
      rig.world.faults.fail(call, 'AccessDenied', { untilMs: Number.POSITIVE_INFINITY });
    assert.is(await failure(rig.revoke()), 'Refused');
    assert.ok(rig.has());
  });
}

test('a kind that nobody knows is an error, whatever it is called', () => {
  for (const name of ['no-such-kind', 'constructor']) assert.throws(() => fakeKind(name), /knows no kind/);
});

test.run();
