import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openFakeStore } from './contract/fake.ts';
import { identityStoreContract } from './contract/identity-store.ts';
import { openMotoStore, useMoto } from './contract/moto.ts';

useMoto();
identityStoreContract('moto', openMotoStore);
identityStoreContract('the fake', openFakeStore);

// moto makes a second membership of a member, and takes a deletion twice; AWS refuses both, and so does the fake.
const stricter = suite('the fake identity store, stricter than moto');

stricter('F28: adding a member again is done, and makes no second membership', async () => {
  const { api, identityStoreId, addUser, addGroup } = await openFakeStore();
  const of = { identityStoreId, userId: await addUser('again'), groupId: await addGroup('again') };
  assert.is(await api.addToGroup(of), 'done');
  const id = await api.findMembership(of);
  assert.is(await api.addToGroup(of), 'done');
  assert.is(await api.findMembership(of), id);
});

stricter('removing a membership twice is missing', async () => {
  const { api, identityStoreId, addUser, addGroup } = await openFakeStore();
  const of = { identityStoreId, userId: await addUser('twice'), groupId: await addGroup('twice') };
  await api.addToGroup(of);
  const id = (await api.findMembership(of)) ?? '';
  assert.is(await api.removeFromGroup(identityStoreId, id), 'done');
  assert.is(await api.removeFromGroup(identityStoreId, id), 'missing');
});

stricter('adding to or of what does not exist is missing', async () => {
  const { api, identityStoreId, addUser } = await openFakeStore();
  const of = { identityStoreId, userId: await addUser('nowhere'), groupId: 'none' };
  assert.is(await api.addToGroup(of), 'missing');
});

stricter.run();
