import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hour, minute } from '../../../functions/domain/time.ts';
import type { GrantKind } from '../../../functions/grants/port.ts';
import { begin, type Story } from '../support/story.ts';

const test = suite('what a kind says is not believed until it shows');

const asks = [
  { kind: 'one group', project: 'payments', role: 'DatabaseAdmin', who: 'bob', channel: 'C0PAYMENTS' },
  { kind: 'assignments', project: 'platform', role: 'ReadOnly', who: 'carol', channel: 'C0PLATFORM' },
] as const;

/** Says that all is done, and does nothing. */
const idleRevoker = (kind: GrantKind): GrantKind => ({ ...kind, revoke: () => Promise.resolve() });
const idleGranter = (kind: GrantKind): GrantKind => ({ ...kind, grant: () => Promise.resolve({}) });

const withKinds = (lambda: 'grant' | 'revoke', change: (kind: GrantKind) => GrantKind) =>
  begin({
    arm: (name, deps) => {
      const kinds = Object.fromEntries(Object.entries(deps.kinds).map(([each, one]) => [each, change(one)]));
      return name === lambda || (lambda === 'revoke' && name === 'sweep') ? { ...deps, kinds } : deps;
    },
  });

const asked = async (story: Story, { project, role, who, channel }: (typeof asks)[number]) => {
  const requestId = await story.ask('alice', { project, role, duration: '1h' });
  await story.approve(who, channel);
  return requestId;
};

for (const ask of asks) {
  test(`${ask.kind}: a revocation that says it is done, while access shows, is not believed`, async () => {
    const story = await withKinds('revoke', idleRevoker);
    const requestId = await asked(story, ask);
    await story.clock.advanceBy(hour + 4 * minute);
    assert.is(await story.status(requestId), 'REVOKING');
    assert.ok(story.access().length > 0);
    assert.not.match(story.dms().join('\n'), 'Ended');
    await story.close();
  });

  test(`${ask.kind}: a grant that says it is done, while nothing shows, is not believed`, async () => {
    const story = await withKinds('grant', idleGranter);
    const requestId = await asked(story, ask);
    await story.clock.advanceBy(3 * minute);
    assert.is(await story.status(requestId), 'GRANTING');
    assert.not.match(story.dms().join('\n'), /You have (?!no)/);
    await story.close();
  });
}

test.run();
