import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute, second, toIso } from '../../../functions/domain/time.ts';
import { kindDescriptions } from '../../../functions/grants/descriptions.ts';
import { createKinds } from '../../../functions/grants/index.ts';
import { targetKindNamed } from '../../../functions/grants/targets.ts';
import { CrashError, createAwsWorld } from '../../../local/aws/index.ts';
import { fakeKind } from '../../../local/aws/kinds/index.ts';
import { alice, fixtures, kindOf, staging } from './fixtures.ts';
import { createRig, failure, type RigOptions } from './rig.ts';

const kindNames = Object.keys(
  createKinds(createAwsWorld({ now: () => 0, homeAccountId: staging.id }).apis('grant')),
);
const resolvedOf = (kind: string) => {
  const known = targetKindNamed(kind);
  if (known === undefined) throw new Error(`${kind} says nowhere how its targets are written`);
  return known.resolved;
};
const registry = suite('the registry of kinds');

registry('every kind has a description, a fixture and its own name as key', () => {
  assert.ok(kindNames.length > 0);
  assert.equal(Object.keys(kindDescriptions).sort(), [...kindNames].sort());
  for (const name of kindNames) {
    assert.is(kindDescriptions[name]?.kind, name);
    assert.ok(fixtures[name], `tests/functions/grants/fixtures.ts has no row for ${name}`);
  }
});

registry('every row of the fixtures is of a kind', () => {
  for (const row of Object.keys(fixtures)) assert.ok(kindNames.includes(kindOf(row)), row);
});

registry.run();

for (const [row, fixture] of Object.entries(fixtures)) {
  const name = kindOf(row);
  const behaviour = suite(row);
  const rigged = (options?: RigOptions) => createRig(row, options);

  behaviour('grants, reads back, revokes and leaves nothing pending', async () => {
    const rig = rigged();
    await rig.grant();
    assert.ok(rig.has());
    assert.is(rig.pending(), undefined);
    await rig.revoke();
    assert.not(rig.has());
    assert.is(rig.pending(), undefined);
    assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal), 'no');
  });

  behaviour('F67: the AWS request id of every call is reported', async () => {
    const rig = rigged();
    await rig.grant();
    await rig.revoke();
    const ids = rig.world.calls.map(call => call.awsRequestId);
    assert.ok(ids.length > 0);
    assert.equal(rig.reported, ids);
  });

  behaviour('granting what stands, and revoking what is gone, does no harm', async () => {
    const rig = rigged();
    await rig.grant();
    await rig.grant();
    assert.ok(rig.has());
    await rig.revoke();
    await rig.revoke();
    assert.not(rig.has());
  });

  behaviour('touches nothing but its own target', async () => {
    const rig = rigged();
    rig.world.give(name, rig.otherTarget, rig.principal, 0);
    await rig.grant();
    await rig.revoke();
    assert.ok(rig.world.has(name, rig.otherTarget, rig.principal));
  });

  behaviour('finds its own among many pages', async () => {
    const rig = rigged({ settings: { pageSize: 1 } });
    rig.crowd(rig.world);
    await rig.grant();
    assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal), 'yes');
  });

  behaviour('starts no call that the remaining time does not cover', async () => {
    const rig = rigged();
    const ctx = rig.ctx('req-1', 5 * second);
    const until = toIso(rig.now() + hour);
    assert.is(await failure(rig.kind.grant(ctx, rig.target, rig.principal, until)), 'Busy');
    assert.is(await failure(rig.kind.revoke(ctx, rig.target, rig.principal, undefined)), 'Busy');
    assert.is(await failure(rig.kind.holds(ctx, rig.target, rig.principal)), 'Busy');
    assert.is(rig.world.calls.length, 0);
  });

  for (const livePending of [true, false])
    for (const when of ['Before', 'After'] as const)
      behaviour(
        `F26: a crash ${when.toLowerCase()} any call of grant converges (live ${livePending})`,
        async () => {
          const points = await eachCallPoint({ livePending }, async (rig, nth) => {
            rig.world.faults[`crash${when}`]('*', nth);
            await rig.grant();
            assert.ok(rig.has());
            assert.is(rig.pending(), undefined);
            await rig.revoke();
            await staysGone(rig);
          });
          assert.ok(points >= 4, `${points} points`);
        },
      );

  for (const when of ['Before', 'After'] as const)
    behaviour(
      `F26: a crash ${when.toLowerCase()} any call of grant leaves nothing that revoke misses`,
      async () => {
        for (const staleMs of [0, 20 * second])
          await eachCallPoint({ settings: { staleMs } }, async (rig, nth) => {
            rig.world.faults[`crash${when}`]('*', nth);
            await failure(grantUntilCrash(rig));
            rig.world.faults.clear();
            await rig.revoke('req-1', false);
            await staysGone(rig);
          });
      },
    );

  for (const when of ['Before', 'After'] as const)
    behaviour(`F26: a crash ${when.toLowerCase()} any call of revoke converges`, async () => {
      for (const staleMs of [0, 20 * second])
        await eachCallPoint({ settings: { staleMs } }, async (rig, nth) => {
          await rig.grant();
          rig.world.faults[`crash${when}`]('*', nth);
          await rig.revoke();
          await staysGone(rig);
        });
    });

  for (const when of ['before', 'after'] as const)
    behaviour(`F26: a crash ${when} any write of the ledger converges`, async () => {
      for (let nth = 1; nth <= 8; nth += 1) {
        const rig = rigged();
        rig.crashAtWrite(nth, when);
        await rig.grant();
        assert.ok(rig.has());
        await rig.revoke();
        await staysGone(rig);
      }
    });

  behaviour('lost answers, of any call, lose nothing', async () => {
    const rig = rigged();
    for (const [index, call] of [...(await callNames())].entries()) {
      const requestId = `req-${index}`;
      rig.world.faults.loseAnswer(call);
      await rig.grant(requestId);
      assert.ok(rig.has(), `granted though the answer of ${call} was lost`);
      rig.world.faults.clear();
      rig.world.faults.loseAnswer(call);
      await rig.revoke(requestId);
      await staysGone(rig);
      rig.world.faults.clear();
    }
  });

  behaviour('F28: a storm of conflicts is waited out', async () => {
    const rig = rigged();
    rig.world.faults.fail('*', 'ConflictException', { untilMs: rig.now() + 3 * minute });
    await rig.grant();
    assert.ok(rig.has());
    rig.world.faults.fail('*', 'ConflictException', { untilMs: rig.now() + 3 * minute });
    await rig.revoke();
    await staysGone(rig);
  });

  behaviour('F29: throttling is Throttled, and passes', async () => {
    const rig = rigged();
    rig.world.faults.fail('*', 'ThrottlingException', { untilMs: rig.now() + 10 * minute });
    assert.is(await failure(rig.grantOnce('req-1')), 'Throttled');
    await rig.grant();
    assert.ok(rig.has());
  });

  behaviour('F42: access that reads do not show yet is revoked all the same', async () => {
    const rig = rigged({ settings: { staleMs: 30 * second, assignmentMs: 0 } });
    for (let attempt = 1; attempt <= 12 && !rig.has(); attempt += 1) {
      await failure(rig.grantOnce('req-1'));
      if (!rig.has()) rig.advance(5 * second);
    }
    assert.ok(rig.has());
    await rig.revoke('req-1', false);
    await staysGone(rig);
  });

  behaviour('F90: what AWS accepted is not asked of it again while it still shows', async () => {
    const rig = rigged({ settings: { staleMs: 60 * second } });
    await rig.grant();
    rig.advance(10 * minute);
    const before = rig.world.calls.length;
    const attempts = await rig.revoke();
    const changes = rig.world.calls
      .slice(before)
      .filter(({ name: call }) => !/:(Get|List|Describe)/.test(call));
    assert.ok(attempts > 5, `${attempts} attempts`);
    const made = changes.map(({ name: call }) => call);
    assert.equal(made, fakeKind(name).calls(rig.target).take, 'each once');
  });

  behaviour('F75: a grant right after a revoke is not fooled by stale reads', async () => {
    const rig = rigged({ settings: { staleMs: 30 * second } });
    await rig.grant();
    await rig.revoke();
    await rig.grant('req-2');
    assert.ok(rig.has());
    rig.advance(10 * minute);
    assert.ok(rig.has());
  });

  if (fixture.isOwn === true)
    behaviour(
      'F32: what gives the same and is not of the request is not read as held, and stays',
      async () => {
        const rig = rigged();
        rig.world.give(name, rig.target, rig.principal, 0);
        assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal), 'no');
        await rig.grant();
        assert.is(rig.world.entries().length, 2);
        await rig.revoke();
        assert.is(rig.world.entries().length, 1);
      },
    );
  else
    behaviour('F32: pre-existing access is read as held', async () => {
      const rig = rigged();
      rig.world.give(name, rig.target, rig.principal, 0);
      assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal), 'yes');
    });

  behaviour('F51: what someone removed is no error, and what someone puts back is seen', async () => {
    const rig = rigged();
    await rig.grant();
    rig.world.take(name, rig.target, rig.principal);
    await rig.revoke();
    assert.not(rig.has());
    rig.advance(hour);
    rig.world.give(name, rig.target, rig.principal);
    const held = fixture.isOwn === true ? 'no' : 'yes';
    assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal), held);
    assert.ok(rig.has());
  });

  fixture.rename.forEach((rename, index) => {
    behaviour(
      `F82: what was renamed in place while access was live is revoked all the same (${index + 1})`,
      async () => {
        const rig = rigged();
        await rig.grant();
        rig.advance(hour);
        rename(rig.world);
        const held = () => rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal, rig.receipt('req-1'));
        assert.is(await held(), 'yes', 'still there under its new name');
        await rig.revoke();
        assert.equal(rig.world.entries(), []);
        assert.is(await held(), 'no');
      },
    );

    behaviour(
      `F82: what was renamed between a crash and the revocation is revoked (${index + 1})`,
      async () => {
        for (const when of ['Before', 'After'] as const) {
          await eachCallPoint({}, async (rig, nth) => {
            rig.world.faults[`crash${when}`]('*', nth);
            await failure(grantUntilCrash(rig));
            rig.world.faults.clear();
            rig.advance(hour);
            rename(rig.world);
            await failure(rig.revoke());
            assert.equal(rig.world.entries(), []);
          });
        }
      },
    );
  });

  fixture.remake.forEach((remake, index) => {
    behaviour(
      `F82: what was made again under the same name is not ours, and is left alone (${index + 1})`,
      async () => {
        const rig = rigged();
        await rig.grant();
        rig.advance(hour);
        remake(rig.world);
        rig.advance(hour);
        await rig.revoke();
        assert.is(rig.world.entries().length, 1);
        const receipt = rig.receipt('req-1');
        assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal, receipt), 'no');
      },
    );
  });

  behaviour('F82: what is not found, and cannot be looked for, is not gone', async () => {
    const rig = rigged();
    await rig.grant();
    rig.advance(hour);
    rig.vanish(rig.world);
    for (const call of rig.lookUps) {
      rig.world.faults.fail(call, 'AccessDeniedException', { untilMs: rig.now() + hour });
    }
    assert.is(await failure(rig.revokeOnce('req-1')), 'Refused');
    const held = rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal, rig.receipt('req-1'));
    assert.is(await failure(held), 'Refused');
    rig.world.faults.clear();
    await rig.revoke();
  });

  behaviour('F41: someone who left AWS has lost it, once that is believable', async () => {
    const rig = rigged();
    await rig.grant();
    rig.advance(hour);
    const receipt = rig.receipt('req-1');
    rig.leave(rig.world);
    await rig.revoke();
    assert.is(await rig.kind.holds(rig.ctx('req-1'), rig.target, rig.principal, receipt), 'no');
  });

  behaviour('an extension keeps access as it is, and never puts back what was taken away', async () => {
    const rig = rigged();
    await rig.grant();
    const to = rig.now() + 2 * hour;
    const held = { target: rig.target, principal: rig.principal, receipt: { kept: 'yes' } };
    const extendOnce = () => rig.kind.extend(rig.ctx('req-1'), held, toIso(to), toIso(to + 2 * hour));
    const extend = async () => {
      for (let attempt = 1; attempt < 20; attempt += 1) {
        if ((await failure(extendOnce())) !== 'StillProvisioning') break;
        rig.advance(5 * second);
      }
      return extendOnce();
    };
    const { until, kept } = await extend();
    assert.is(kept, 'yes');
    assert.is(until !== undefined, rig.kind.endsItself(rig.target), 'AWS itself keeps the new end');
    rig.advance(hour);
    rig.world.take(name, rig.target, rig.principal);
    assert.is(await failure(extend()), 'Refused');
    assert.not(rig.has());
  });

  behaviour('check finds what exists and names what does not', async () => {
    const rig = rigged();
    assert.ok((await rig.kind.check(rig.target)).ok);
    if (fixture.isUnchecked === true) return;
    const problem = await rig.kind.check(rig.missing);
    assert.ok(!problem.ok && problem.problem.startsWith('there is no '));
  });

  behaviour('a target that does not exist is refused before anything is changed', async () => {
    const rig = rigged();
    const until = toIso(rig.now() + hour);
    const granting = () => failure(rig.kind.grant(rig.ctx('req-1'), rig.missing, rig.principal, until));
    assert.is(await granting(), 'Refused');
    assert.is(rig.world.entries().length, 0);
  });

  behaviour('its schema takes a whole target and nothing else', () => {
    const { target } = rigged();
    const resolved = resolvedOf(name);
    assert.equal(resolved.parse(target), target);
    assert.not(resolved.safeParse({ ...target, extra: 1 }).success);
    assert.not(resolved.safeParse({ account: target.account }).success);
    const account = { ...target.account, id: '1' };
    assert.not(resolved.safeParse({ ...target, account }).success);
  });

  behaviour('the resource key tells targets, accounts and people apart', () => {
    const { kind, target, otherTarget, principal } = rigged();
    const elsewhere = { ...target, account: { ...target.account, id: '222222222222' } };
    const keys = [
      kind.resourceKey(target, principal, 'req-1'),
      kind.resourceKey(target, 'bob', 'req-1'),
      kind.resourceKey(otherTarget, principal, 'req-1'),
      ...(fixture.isEverywhere === true ? [] : [kind.resourceKey(elsewhere, principal, 'req-1')]),
    ];
    assert.is(new Set(keys).size, keys.length);
    assert.ok(keys.every(key => key.startsWith(`${name}:`)));
  });

  behaviour('says what it is, how to use it, and where', () => {
    const { kind, target, principal, now } = rigged();
    assert.match(kind.describe(target), 'staging');
    const { steps, link } = kind.howTo(target, principal, toIso(now()));
    assert.ok(steps.length >= 1 && steps.length <= 4);
    assert.ok(steps.every(step => step.trim() === step && step.length > 0));
    assert.ok(
      steps.every(step => step.length <= 200),
      'a message would cut it',
    );
    assert.is(new URL(link?.url ?? '').protocol, 'https:');
    assert.ok(kind.residualMs(target) >= 0);
    assert.type(kind.endsItself(target), 'boolean');
  });

  behaviour('knows who a person is, and says so in words when it does not', () => {
    const { kind, target, principal, isForAnyone } = rigged();
    assert.equal(kind.principal(alice, target), { found: principal });
    const stranger = kind.principal({ ...alice, principals: {} }, target);
    if (isForAnyone === true) assert.equal(stranger, { found: principal });
    else assert.ok('refused' in stranger && stranger.refused.includes('alice'));
  });

  behaviour.run();

  type Rig = ReturnType<typeof createRig>;

  /** Runs `play` with a crash at the first, second, … call until one run has fewer calls than that. */
  async function eachCallPoint(options: RigOptions, play: (rig: Rig, nth: number) => Promise<void>) {
    for (let nth = 1; nth < 60; nth += 1) {
      const rig = rigged(options);
      await play(rig, nth);
      if (!rig.world.calls.some(call => call.answer === 'CrashError')) return nth - 1;
    }
    throw new Error('never ran without a crash');
  }

  async function grantUntilCrash(rig: Rig) {
    for (;;) {
      const error = await failure(rig.grantOnce('req-1'));
      if (error === undefined || error === new CrashError('', 'before').name) return;
      rig.advance(5 * second);
    }
  }

  async function staysGone(rig: Rig) {
    assert.not(rig.has());
    assert.is(rig.pending(), undefined);
    rig.advance(10 * minute);
    assert.not(rig.has(), 'came back by itself');
  }

  async function callNames() {
    const rig = rigged();
    await rig.grant();
    await rig.revoke();
    return new Set(rig.world.calls.map(call => call.name as 'iam:*' | 'sso:*'));
  }
}
