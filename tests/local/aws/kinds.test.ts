import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createKinds } from '../../../functions/grants/index.ts';
import { createAwsWorld } from '../../../local/aws/index.ts';
import { fakeKind } from '../../../local/aws/kinds/index.ts';
import { fixtures, kindOf, staging } from '../../functions/grants/fixtures.ts';
import { createRig, failure } from '../../functions/grants/rig.ts';

for (const [row, { target: seeded }] of Object.entries(fixtures)) {
  const kind = kindOf(row);
  const fake = fakeKind(kind);
  const { give, take, read } = fake.calls;

  test(`${row}: access is listed under the key of its target, as long as it stands`, async () => {
    const rig = createRig(row);
    const keys = () => rig.world.entries().map(({ key }) => key);
    await rig.grant();
    assert.equal(keys(), [fake.keyOf(rig.target, rig.principal)]);
    await rig.revoke();
    assert.equal(keys(), []);
  });

  test(`${row}: two targets have two keys, and so have two people`, () => {
    const { target, otherTarget, principal } = createRig(row);
    const keys = [
      fake.keyOf(target, principal),
      fake.keyOf(otherTarget, principal),
      fake.keyOf(target, 'bob'),
    ];
    assert.is(new Set(keys).size, 3);
  });

  test(`${row}: what is given past Curfew is listed, and gone once it is taken`, () => {
    const { world, target, principal, now } = createRig(row);
    world.give(kind, target, principal);
    const [entry] = world.entries();
    assert.equal([entry?.state, entry?.since, entry?.accountId], ['there', now(), staging.id]);
    world.take(kind, target, principal);
    assert.equal(world.entries(), []);
  });

  test(`${row}: a seeded target can be granted`, async () => {
    const world = createAwsWorld({ now: () => 0, homeAccountId: staging.id });
    const check = async () => (await createKinds(world.apis('grant'))[kind]?.check(seeded))?.ok;
    assert.is(await check(), false);
    fake.seed(world, seeded);
    assert.is(await check(), true);
  });

  test(`${row}: the calls it names are made`, async () => {
    const rig = createRig(row);
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

  test(`${row}: no access is revoked while the calls for that fail`, async () => {
    const rig = createRig(row);
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
