import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SsoAdminApi } from '../../../functions/aws/sso-admin.ts';
import type { Assignment, Operation, OperationKind } from '../../../functions/aws/sso-operation.ts';
import { unique } from './unique.ts';

/** One AWS to hold to the contract. Permission sets are new for each test, because an emulator may be shared. */
export type SsoBench = {
  api: SsoAdminApi;
  instanceArn: string;
  /** Adds a permission set with sessions of two hours and answers its ARN. */
  addPermissionSet(name: string): Promise<string>;
  addUser(id: string): Promise<void>;
  /** Lets operations get on. */
  pass(): Promise<void>;
};

const accountId = '111111111111';
const userId = '90677e8f31-f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
let names = 0;

export const ssoAdminContract = (where: string, open: () => Promise<SsoBench>): void => {
  const test = suite(`Identity Center as kinds rely on it: ${where}`);

  const seeded = async () => {
    const bench = await open();
    names += 1;
    const name = `set-${process.pid}-${names}`;
    const permissionSetArn = await bench.addPermissionSet(name);
    await bench.addUser(userId);
    const of: Assignment = { instanceArn: bench.instanceArn, accountId, permissionSetArn, userId };
    return { ...bench, name, of };
  };

  /** Polls as the kinds do. Says IN_PROGRESS, if ever, only before it says how it ended. */
  const finished = async (bench: SsoBench, kind: OperationKind, operation: Operation) => {
    for (let round = 0; round < 20; round += 1) {
      const found = await bench.api.describeOperation(kind, bench.instanceArn, operation.id);
      if (found === undefined) throw new Error('the operation is unknown');
      if (found.status !== 'IN_PROGRESS') return found;
      await bench.pass();
    }
    throw new Error('the operation never ended');
  };
  const create = async (bench: SsoBench, of: Assignment) =>
    finished(bench, 'creation', await bench.api.createAccountAssignment(of));
  const remove = async (bench: SsoBench, of: Assignment) => {
    const started = await bench.api.deleteAccountAssignment(of);
    if (started === 'missing') throw new Error('missing');
    return finished(bench, 'deletion', started);
  };

  test('a permission set has a name and a session duration', async () => {
    const { api, instanceArn, name, of } = await seeded();
    const found = await api.describePermissionSet(instanceArn, of.permissionSetArn);
    assert.equal(found, { name, sessionDuration: 'PT2H' });
  });

  test('a permission set is made with its name, and found by it', async () => {
    const { api, instanceArn } = await seeded();
    const name = unique('own').slice(-32);
    const set = { instanceArn, name, description: 'made by a test', sessionDuration: 'PT1H', tags: {} };
    const made = await api.createPermissionSet(set);
    if (made === 'taken') throw new Error('the name is taken');
    assert.equal(await api.describePermissionSet(instanceArn, made.arn), { name, sessionDuration: 'PT1H' });
    assert.is(await api.findPermissionSet(instanceArn, name), made.arn);
    assert.is(await api.findPermissionSet(instanceArn, `${name}x`), undefined);
  });

  test('a permission set takes an inline policy, which another replaces', async () => {
    const { api, instanceArn, of } = await seeded();
    const document = (Effect: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action: '*', Resource: '*' }] });
    assert.is(await api.putInlinePolicy(instanceArn, of.permissionSetArn, document('Deny')), 'done');
    assert.is(await api.putInlinePolicy(instanceArn, of.permissionSetArn, document('Allow')), 'done');
  });

  test('a permission set that was deleted is gone', async () => {
    const { api, instanceArn, of } = await seeded();
    assert.is(await api.deletePermissionSet(instanceArn, of.permissionSetArn), 'done');
    assert.is(await api.describePermissionSet(instanceArn, of.permissionSetArn), undefined);
    assert.not(await api.hasPermissionSet(instanceArn, of.permissionSetArn));
    assert.is(await api.deletePermissionSet(instanceArn, of.permissionSetArn), 'missing');
  });

  test('what a user is assigned in an account is listed for that user and account', async () => {
    const bench = await seeded();
    await create(bench, bench.of);
    const found = await bench.api.listSetsOfUser(bench.instanceArn, accountId, userId);
    assert.ok(found.includes(bench.of.permissionSetArn));
    const nobody = userId.replace(/6$/, '7');
    assert.not(
      (await bench.api.listSetsOfUser(bench.instanceArn, accountId, nobody)).includes(
        bench.of.permissionSetArn,
      ),
    );
  });

  test('an unknown permission set is undefined', async () => {
    const { api, instanceArn, of } = await seeded();
    const unknown = `${of.permissionSetArn.slice(0, -4)}0000`;
    assert.is(await api.describePermissionSet(instanceArn, unknown), undefined);
  });

  test('nobody is assigned at first', async () => {
    const { api, of } = await seeded();
    assert.equal(await api.listAssignedUsers(of), []);
  });

  test('a creation has an id by which it is described, with what it is about', async () => {
    const bench = await seeded();
    const operation = await bench.api.createAccountAssignment(bench.of);
    const found = await finished(bench, 'creation', operation);
    assert.is(found.id, operation.id);
    assert.is(found.status, 'SUCCEEDED');
    assert.equal(found.of, { accountId, permissionSetArn: bench.of.permissionSetArn, userId });
  });

  test('a created assignment is listed in its account and permission set only', async () => {
    const bench = await seeded();
    const other = await seeded();
    await create(bench, bench.of);
    assert.equal(await bench.api.listAssignedUsers(bench.of), [userId]);
    assert.equal(await bench.api.listAssignedUsers({ ...bench.of, accountId: '222222222222' }), []);
    assert.equal(await other.api.listAssignedUsers(other.of), []);
  });

  test('a deleted assignment is no longer listed, and others are', async () => {
    const bench = await seeded();
    const second = `${userId.slice(0, -1)}7`;
    await bench.addUser(second);
    await create(bench, bench.of);
    await create(bench, { ...bench.of, userId: second });
    assert.is((await remove(bench, bench.of)).status, 'SUCCEEDED');
    assert.equal(await bench.api.listAssignedUsers(bench.of), [second]);
  });

  test('an assignment can be created again after its deletion', async () => {
    const bench = await seeded();
    await create(bench, bench.of);
    await remove(bench, bench.of);
    assert.is((await create(bench, bench.of)).status, 'SUCCEEDED');
    assert.equal(await bench.api.listAssignedUsers(bench.of), [userId]);
  });

  test('creating what is assigned already succeeds', async () => {
    const bench = await seeded();
    await create(bench, bench.of);
    assert.is((await create(bench, bench.of)).status, 'SUCCEEDED');
    assert.ok((await bench.api.listAssignedUsers(bench.of))?.includes(userId));
  });

  test('deleting what is not assigned is missing', async () => {
    const { api, of } = await seeded();
    assert.is(await api.deleteAccountAssignment(of), 'missing');
  });

  test('an unknown operation is undefined', async () => {
    const { api, instanceArn } = await seeded();
    const id = '0f0f0f0f-0000-4000-8000-000000000000';
    assert.is(await api.describeOperation('creation', instanceArn, id), undefined);
    assert.is(await api.describeOperation('deletion', instanceArn, id), undefined);
  });

  test('two dozen users are all listed', async () => {
    const bench = await seeded();
    const users = Array.from({ length: 24 }, (_, n) => `${userId.slice(0, -2)}${String(n + 10)}`);
    for (const each of users) {
      await bench.addUser(each);
      await create(bench, { ...bench.of, userId: each });
    }
    assert.equal((await bench.api.listAssignedUsers(bench.of))?.sort(), users.sort());
  });

  test.run();
};
