import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { IamApi } from '../../../functions/aws/iam.ts';
import { unique } from './unique.ts';

/** One AWS to hold to the contract. Names are unique to each test, because an emulator may be shared. */
export type IamBench = {
  api: IamApi;
  addUser(name: string): Promise<void>;
  addGroup(name: string): Promise<void>;
  renameUser(from: string, to: string): Promise<void>;
  renameGroup(from: string, to: string): Promise<void>;
  /** Deletes it and makes another of that name. */
  remakeUser(name: string): Promise<void>;
  remakeGroup(name: string): Promise<void>;
  /** AWS request ids reported so far. */
  reported: string[];
};

const namesOf = async (api: IamApi, user: string) =>
  (await api.listGroupsForUser(user))?.map(({ name }) => name);

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
    const found = await api.getGroup(group);
    assert.is(found?.name, group);
    assert.match(found?.id ?? '', /^\w{16,128}$/);
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
    assert.equal(await namesOf(api, user), [group]);
  });

  test('removing takes exactly that group', async () => {
    const { api, user, group, addGroup } = await seeded();
    const other = unique('other');
    await addGroup(other);
    await api.addUserToGroup(user, group);
    await api.addUserToGroup(user, other);
    assert.is(await api.removeUserFromGroup(user, group), 'done');
    assert.equal(await namesOf(api, user), [other]);
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
    assert.equal((await namesOf(api, user))?.sort(), groups.sort());
  });

  test('F82: a group that was renamed keeps its id and its members, under the new name alone', async () => {
    const { api, user, group, renameGroup } = await seeded();
    await api.addUserToGroup(user, group);
    const before = await api.getGroup(group);
    const renamed = unique('renamed');
    await renameGroup(group, renamed);
    assert.is(await api.getGroup(group), undefined);
    assert.equal(await api.getGroup(renamed), { id: before?.id, name: renamed });
    assert.equal(await api.listGroupsForUser(user), [{ id: before?.id, name: renamed }]);
  });

  test('F82: a user that was renamed keeps its id and its groups, under the new name alone', async () => {
    const { api, user, group, renameUser } = await seeded();
    await api.addUserToGroup(user, group);
    const before = await api.getUser(user);
    const renamed = unique('renamed');
    await renameUser(user, renamed);
    assert.is(await api.getUser(user), undefined);
    assert.is(await api.listGroupsForUser(user), undefined);
    assert.equal(await api.findUser(before?.id ?? ''), { id: before?.id, name: renamed });
    assert.equal(await namesOf(api, renamed), [group]);
  });

  test('F82: what was deleted and made again under its name has another id', async () => {
    const { api, user, group, remakeUser, remakeGroup } = await seeded();
    const before = [(await api.getUser(user))?.id, (await api.getGroup(group))?.id];
    await remakeUser(user);
    await remakeGroup(group);
    assert.is.not((await api.getUser(user))?.id, before[0]);
    assert.is.not((await api.getGroup(group))?.id, before[1]);
    assert.is(await api.findUser(before[0] ?? ''), undefined);
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
