import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { IdentityStoreApi, Membership } from '../../../functions/aws/identity-store.ts';
import { unique } from './unique.ts';

/** One identity store to hold to the contract. */
export type StoreBench = {
  api: IdentityStoreApi;
  identityStoreId: string;
  /** Each answers its id. */
  addUser(name: string): Promise<string>;
  addGroup(name: string): Promise<string>;
};

export const identityStoreContract = (where: string, open: () => Promise<StoreBench>): void => {
  const test = suite(`the identity store as kinds rely on it: ${where}`);

  const seeded = async () => {
    const bench = await open();
    const [user, group] = [unique('user'), unique('group')];
    const userId = await bench.addUser(user);
    const groupId = await bench.addGroup(group);
    const of: Membership = { identityStoreId: bench.identityStoreId, groupId, userId };
    return { ...bench, user, group, of };
  };
  const nowhere = '00000000-0000-4000-8000-000000000000';

  test('a user and a group have their names, and are not synced', async () => {
    const { api, user, group, of } = await seeded();
    const [foundUser, foundGroup] = [
      await api.getUser(of.identityStoreId, of.userId),
      await api.getGroup(of.identityStoreId, of.groupId),
    ];
    assert.equal(foundUser, { id: of.userId, name: user, isSynced: false, isDisabled: false });
    assert.is(foundGroup?.name, group);
    assert.is(foundGroup?.isSynced, false);
  });

  test('what does not exist is undefined, and is no member', async () => {
    const { api, of } = await seeded();
    assert.is(await api.getUser(of.identityStoreId, nowhere), undefined);
    assert.is(await api.getGroup(of.identityStoreId, nowhere), undefined);
    assert.is(await api.findMembership({ ...of, userId: nowhere }), undefined);
  });

  test('nobody is in a new group', async () => {
    const { api, of } = await seeded();
    assert.is(await api.findMembership(of), undefined);
  });

  test('who was added is a member of that group and no other', async () => {
    const { api, of, addGroup } = await seeded();
    assert.is(await api.addToGroup(of), 'done');
    assert.ok(await api.findMembership(of));
    const other = await addGroup(unique('other'));
    assert.is(await api.findMembership({ ...of, groupId: other }), undefined);
  });

  test('who was removed is no member, and a new membership has a new id', async () => {
    const { api, of } = await seeded();
    await api.addToGroup(of);
    const first = await api.findMembership(of);
    assert.is(await api.removeFromGroup(of.identityStoreId, first ?? ''), 'done');
    assert.is(await api.findMembership(of), undefined);
    await api.addToGroup(of);
    assert.ok(await api.findMembership(of));
  });

  test.run();
};
