import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createKinds } from '../../../functions/grants/index.ts';
import { createAwsWorld } from '../../../local/aws/index.ts';
import { fakeKind, fakeKinds } from '../../../local/aws/kinds/index.ts';
import { fixtures, kindOf, staging } from '../../functions/grants/fixtures.ts';
import { createRig, failure } from '../../functions/grants/rig.ts';

for (const [row, { target: seeded, isOwn = false }] of Object.entries(fixtures)) {
  const kind = kindOf(row);
  const fake = fakeKind(kind);
  const { give, take, read } = fake.calls(seeded);

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
    assert.is(await check(), isOwn, 'what a request makes for itself needs nothing');
    fake.seed(world, seeded);
    assert.is(await check(), true);
  });

  test(`${row}: granting makes calls that give and calls that read, and none that takes away`, async () => {
    const rig = createRig(row);
    await rig.grant();
    const granting = rig.world.calls.map(({ name }) => name);
    const made = (names: readonly string[]) => names.filter(name => granting.includes(name));
    assert.ok(made(give).length > 0 && made(read).length > 0);
    assert.equal(made(take), []);
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

for (const [kind, fake] of Object.entries(fakeKinds)) {
  test(`${kind}: each call that it names is made for one target or another`, async () => {
    const made = new Set<string>();
    for (const row of Object.keys(fixtures).filter(each => kindOf(each) === kind)) {
      const rig = createRig(row);
      await rig.grant();
      await rig.revoke();
      for (const { name } of rig.world.calls) made.add(name);
    }
    assert.equal(
      Object.values(fake.calls())
        .flat()
        .filter(name => !made.has(name)),
      [],
    );
  });
}

test('a kind that nobody knows is an error, whatever it is called', () => {
  for (const name of ['no-such-kind', 'constructor']) assert.throws(() => fakeKind(name), /knows no kind/);
});

test.run();
