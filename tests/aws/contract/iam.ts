import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { IamApi } from '../../../functions/aws/iam.ts';

/** One AWS to hold to the contract. Names are unique to each test, because an emulator may be shared. */
export type IamBench = {
  api: IamApi;
  addUser(name: string): Promise<void>;
  addGroup(name: string): Promise<void>;
  /** AWS request ids reported so far. */
  reported: string[];
};

let names = 0;
const unique = (word: string) => {
  names += 1;
  return `${word}-${process.pid}-${names}`;
};

export const iamContract = (where: string, open: () => Promise<IamBench>): void => {
  const test = suite(`IAM as kinds rely on it: ${where}`);

  const seeded = async () => {
    const bench = await open();
    const user = unique('user');
    const group = unique('group');
    await bench.addUser(user);
    await bench.addGroup(group);
    return { ...bench, user, group };
  };

  test('a user has a name and a time of creation', async () => {
    const { api, user } = await seeded();
    const found = await api.getUser(user);
    assert.is(found?.name, user);
    assert.type(found?.createdAt, 'number');
  });

  test('a group has its name', async () => {
    const { api, group } = await seeded();
    assert.equal(await api.getGroup(group), { name: group });
  });

  test('what does not exist is undefined', async () => {
    const { api } = await seeded();
    assert.is(await api.getUser(unique('nobody')), undefined);
    assert.is(await api.getGroup(unique('nothing')), undefined);
    assert.is(await api.listGroupsForUser(unique('nobody')), undefined);
  });

  test('a new user is in no group', async () => {
    const { api, user } = await seeded();
    assert.equal(await api.listGroupsForUser(user), []);
  });

  test('adding shows, adding again is done too and shows once', async () => {
    const { api, user, group } = await seeded();
    assert.is(await api.addUserToGroup(user, group), 'done');
    assert.is(await api.addUserToGroup(user, group), 'done');
    assert.equal(await api.listGroupsForUser(user), [group]);
  });

  test('removing takes exactly that group', async () => {
    const { api, user, group, addGroup } = await seeded();
    const other = unique('other');
    await addGroup(other);
    await api.addUserToGroup(user, group);
    await api.addUserToGroup(user, other);
    assert.is(await api.removeUserFromGroup(user, group), 'done');
    assert.equal(await api.listGroupsForUser(user), [other]);
  });

  test('removing what is not there is missing', async () => {
    const { api, user, group } = await seeded();
    assert.is(await api.removeUserFromGroup(user, group), 'missing');
    assert.is(await api.removeUserFromGroup(unique('nobody'), group), 'missing');
    assert.is(await api.removeUserFromGroup(user, unique('nothing')), 'missing');
  });

  test('adding to or of what does not exist is missing', async () => {
    const { api, user, group } = await seeded();
    assert.is(await api.addUserToGroup(unique('nobody'), group), 'missing');
    assert.is(await api.addUserToGroup(user, unique('nothing')), 'missing');
  });

  test('ten groups are all listed', async () => {
    const { api, user, addGroup } = await seeded();
    const groups = Array.from({ length: 10 }, () => unique('many'));
    for (const group of groups) {
      await addGroup(group);
      await api.addUserToGroup(user, group);
    }
    assert.equal((await api.listGroupsForUser(user))?.sort(), groups.sort());
  });

  test('every call, answered or refused, reports its AWS request id', async () => {
    const { api, user, reported } = await seeded();
    await api.getUser(user);
    await api.getUser(unique('nobody'));
    assert.is(reported.length, 2);
    assert.ok(reported.every(id => id.length > 0));
  });

  test.run();
};
