import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Role } from '../../../functions/domain/catalog.ts';
import { CurfewError } from '../../../functions/domain/errors.ts';
import { hour, minute } from '../../../functions/domain/time.ts';
import type { GrantKind } from '../../../functions/grants/port.ts';
import type { CallName } from '../../../local/aws/faults.ts';
import { fakeKind, fakeKinds } from '../../../local/aws/kinds/index.ts';
import { begin, exampleCatalog, type Story } from '../support/story.ts';

const test = suite('grants whose answer was lost');

/** AWS does what it was asked, and after the write that announced it nothing more is written: the worker has died. */
const unheard = (kind: GrantKind): GrantKind => ({
  ...kind,
  async grant(ctx, ...rest) {
    let announced = false;
    const dying = Object.create(ctx) as typeof ctx;
    dying.note = receipt => (announced ? Promise.resolve() : ctx.note(receipt));
    dying.setPending = async pending => {
      if (!announced) await ctx.setPending(pending);
      announced = true;
    };
    await kind.grant(dying, ...rest).catch(() => undefined);
    throw new CurfewError('Refused', 'the answer was lost');
  },
});

const hasOneStage = ({ approval }: Role): boolean => approval.mode === 'ask' && approval.stages.length === 1;

/** Of Identity Center, where a call only begins an operation. */
const isAsynchronous = (call: string): boolean => call.startsWith('sso:');

const begun = async (kind: string, trouble: (story: Story, removals: CallName[]) => void) => {
  const story = await begin({
    arm: (name, deps) => {
      if (name !== 'grant') return deps;
      const kinds = Object.fromEntries(Object.entries(deps.kinds).map(([each, one]) => [each, unheard(one)]));
      return { ...deps, kinds };
    },
  });
  const { projects } = await exampleCatalog();
  const [project, role] =
    Object.values(projects)
      .flatMap(each => each.roles.map(one => [each, one] as const))
      .find(([, one]) => one.kind === kind && hasOneStage(one)) ?? [];
  assert.ok(project && role);
  trouble(story, fakeKind(kind).calls(role.targets[0]).take);
  const requestId = await story.ask('alice', { project: project.name, role: role.name, duration: '30m' });
  await story.approve('carol', project.channel);
  await story.clock.advanceBy(hour);
  return { story, requestId };
};

for (const kind of Object.keys(fakeKinds)) {
  test(`F26: ${kind}: a revocation that is put off forgets no grant whose answer was lost`, async () => {
    const { story, requestId } = await begun(kind, ({ aws }, removals) => {
      for (const call of removals) aws.faults.fail(call, 'ThrottlingException', { times: 2 });
    });
    assert.equal(story.access(), []);
    assert.is(await story.status(requestId), 'FAILED');
    await story.close();
  });

  test(`F26: ${kind}: a revocation that fails forgets no grant whose answer was lost`, async () => {
    const { story, requestId } = await begun(kind, ({ aws }, removals) => {
      for (const call of removals) aws.faults.fail(call, 'AccessDeniedException', { times: 1 });
      if (removals.some(isAsynchronous))
        aws.faults.failAssignment('deletion', 'Internal failure.', { times: 2 });
    });
    assert.equal(story.access(), []);
    assert.is(await story.status(requestId), 'FAILED');
    await story.close();
  });
}

test('F38: access that one request left to another is revoked with that one, though it never came to give it', async () => {
  let grants = 0;
  const story = await begin({
    arm: (name, deps) => {
      if (name !== 'grant') return deps;
      const late = (kind: GrantKind): GrantKind => ({
        ...kind,
        grant: (...args) => {
          grants += 1;
          if (grants === 1) return kind.grant(...args);
          throw new CurfewError('Busy', 'later');
        },
      });
      return {
        ...deps,
        kinds: Object.fromEntries(Object.entries(deps.kinds).map(([id, one]) => [id, late(one)])),
      };
    },
  });
  const alice = { teamId: 'T0EXAMPLE', userId: 'U0ALICE' };
  const first = await story.ask('alice', { duration: '30m' });
  await story.approve('bob');
  const second = await story.ask('alice', { duration: '1h' });
  await story.approve('bob');
  assert.is(await story.status(second), 'GRANTING');
  await story.byAccount.end(first, alice);
  await story.clock.advanceBy(5 * minute);
  assert.is(await story.status(first), 'ENDED');
  assert.is(story.access().length, 1);
  await story.byAccount.end(second, alice);
  await story.clock.advanceBy(hour);
  assert.equal(story.access(), []);
  await story.close();
});

test.run();
