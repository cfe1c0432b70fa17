import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { IamApi } from '../../../functions/aws/iam.ts';
import type { PolicyHolder } from '../../../functions/aws/iam-policies.ts';
import { unique } from './unique.ts';

/** One AWS to hold to the contract. Names are unique to each test, because an emulator may be shared. */
export type PolicyBench = {
  api: IamApi;
  addUser(name: string): Promise<void>;
  renameUser(from: string, to: string): Promise<void>;
  addRole(name: string): Promise<void>;
  /** Answers its ARN. */
  addPolicy(name: string): Promise<string>;
  /** Everybody loses it; then another is made of that name. */
  remakePolicy(arn: string): Promise<void>;
};

export const policyContract = (where: string, open: () => Promise<PolicyBench>): void => {
  const test = suite(`managed policies as kinds rely on them: ${where}`);

  const seeded = async () => {
    const bench = await open();
    const [user, role] = [unique('user'), unique('role')];
    await bench.addUser(user);
    await bench.addRole(role);
    const arn = await bench.addPolicy(unique('policy'));
    return { ...bench, user, role, arn };
  };
  const holdersOf = async (api: IamApi, arn: string) =>
    (await api.listHolders(arn))?.map(({ type, name }) => `${type}/${name}`).sort();

  test('a policy has an id, its ARN and a version in force', async () => {
    const { api, arn } = await seeded();
    const found = await api.getPolicy(arn);
    assert.is(found?.arn, arn);
    assert.match(found?.id ?? '', /^[A-Z0-9]{16,128}$/);
    assert.is(found?.version, 'v1');
  });

  test('an IAM role has an id, a name and a time of creation', async () => {
    const { api, role } = await seeded();
    const found = await api.getRole(role);
    assert.is(found?.name, role);
    assert.match(found?.id ?? '', /^AROA\w+$/);
    assert.type(found?.createdAt, 'number');
  });

  test('what does not exist is undefined', async () => {
    const { api, arn } = await seeded();
    assert.is(await api.getPolicy(`${arn}-none`), undefined);
    assert.is(await api.getRole(unique('nobody')), undefined);
  });

  test('nobody has a new policy', async () => {
    const { api, arn } = await seeded();
    assert.equal(await api.listHolders(arn), []);
  });

  for (const type of ['user', 'role'] as const) {
    test(`F26: attaching to a ${type} shows with its id, and again is done too and shows once`, async () => {
      const bench = await seeded();
      const holder: PolicyHolder = { type, name: bench[type] };
      assert.is(await bench.api.attachPolicy(holder, bench.arn), 'done');
      assert.is(await bench.api.attachPolicy(holder, bench.arn), 'done');
      const found = await (type === 'user' ? bench.api.getUser(bench.user) : bench.api.getRole(bench.role));
      assert.equal(await bench.api.listHolders(bench.arn), [{ ...holder, id: found?.id }]);
    });

    test(`detaching from a ${type} takes exactly that, and again is missing`, async () => {
      const { api, arn, user, role } = await seeded();
      const both: PolicyHolder[] = [
        { type: 'user', name: user },
        { type: 'role', name: role },
      ];
      for (const each of both) await api.attachPolicy(each, arn);
      const holder: PolicyHolder = { type, name: type === 'user' ? user : role };
      assert.is(await api.detachPolicy(holder, arn), 'done');
      assert.equal(await holdersOf(api, arn), [type === 'user' ? `role/${role}` : `user/${user}`]);
      assert.is(await api.detachPolicy(holder, arn), 'missing');
    });

    test(`attaching and detaching what does not exist is missing, for a ${type}`, async () => {
      const bench = await seeded();
      const holder: PolicyHolder = { type, name: bench[type] };
      const nobody: PolicyHolder = { type, name: unique('nobody') };
      assert.is(await bench.api.attachPolicy(nobody, bench.arn), 'missing');
      assert.is(await bench.api.attachPolicy(holder, `${bench.arn}-none`), 'missing');
      assert.is(await bench.api.detachPolicy(nobody, bench.arn), 'missing');
      assert.is(await bench.api.detachPolicy(holder, `${bench.arn}-none`), 'missing');
    });
  }

  test('all who have a policy are listed', async () => {
    const { api, arn, addUser } = await seeded();
    const users = Array.from({ length: 12 }, () => unique('many'));
    for (const name of users) {
      await addUser(name);
      await api.attachPolicy({ type: 'user', name }, arn);
    }
    assert.equal(await holdersOf(api, arn), users.map(name => `user/${name}`).sort());
  });

  test('F82: a user that was renamed is listed under the new name, with the same id', async () => {
    const { api, arn, user, renameUser } = await seeded();
    await api.attachPolicy({ type: 'user', name: user }, arn);
    const [before] = (await api.listHolders(arn)) ?? [];
    const renamed = unique('renamed');
    await renameUser(user, renamed);
    assert.equal(await api.listHolders(arn), [{ type: 'user', name: renamed, id: before?.id }]);
    assert.is(await api.detachPolicy({ type: 'user', name: user }, arn), 'missing', 'by the old name');
    assert.is(await api.detachPolicy({ type: 'user', name: renamed }, arn), 'done');
  });

  test('F82: a policy that was deleted and made again has the same ARN and another id', async () => {
    const { api, arn, user, remakePolicy } = await seeded();
    await api.attachPolicy({ type: 'user', name: user }, arn);
    const before = await api.getPolicy(arn);
    await remakePolicy(arn);
    const after = await api.getPolicy(arn);
    assert.is(after?.arn, before?.arn);
    assert.is.not(after?.id, before?.id);
    assert.equal(await api.listHolders(arn), []);
  });

  const own = (name: string, document: string) => ({
    path: '/curfew/',
    name,
    description: 'made by a test',
    document,
    tags: { 'curfew-request': 'req-1' },
  });
  const documentFor = (bucket: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`arn:aws:s3:::${bucket}/*`] }],
    });
  const made = async () => {
    const { api, arn: other, ...rest } = await seeded();
    const name = unique('own');
    const answer = await api.createPolicy(own(name, documentFor('reports')));
    const arn = `${other.slice(0, other.indexOf(':policy/'))}:policy/curfew/${name}`;
    return { ...rest, api, name, arn, answer };
  };

  test('a new policy has the path, name, document and tags it was made with', async () => {
    const { api, arn, answer } = await made();
    const found = await api.getPolicy(arn);
    assert.equal(answer, { id: found?.id });
    assert.equal(found?.tags, { 'curfew-request': 'req-1' });
    const document = await api.getPolicyDocument(arn, found?.version ?? '');
    assert.equal(JSON.parse(document ?? ''), JSON.parse(documentFor('reports')));
  });

  test('F26: a second policy of one path and name is not made: the name is taken', async () => {
    const { api, arn, name } = await made();
    const before = await api.getPolicy(arn);
    assert.is(await api.createPolicy(own(name, documentFor('payroll'))), 'taken');
    assert.equal(await api.getPolicy(arn), before);
  });

  test('a document that replaces another is in force at once, and the older one is kept', async () => {
    const { api, arn } = await made();
    assert.is(await api.replacePolicyDocument(arn, documentFor('payroll')), 'done');
    const { version = '' } = (await api.getPolicy(arn)) ?? {};
    assert.match((await api.getPolicyDocument(arn, version)) ?? '', 'payroll');
    const versions = (await api.listPolicyVersions(arn)) ?? [];
    assert.is(versions.length, 2);
    assert.equal(
      versions.filter(({ inForce }) => inForce),
      [{ version, inForce: true }],
    );
  });

  test('F31: AWS keeps five versions, and takes another once one is deleted', async () => {
    const { api, arn } = await made();
    const replace = (n: number) => api.replacePolicyDocument(arn, documentFor(`bucket-${n}`));
    for (let n = 2; n <= 5; n += 1) await replace(n);
    const refused = await replace(6).catch((error: Error) => error.name);
    assert.is(refused, 'Refused');
    const [old] = ((await api.listPolicyVersions(arn)) ?? []).filter(({ inForce }) => !inForce);
    assert.is(await api.deletePolicyVersion(arn, old?.version ?? ''), 'done');
    assert.is(await replace(6), 'done');
  });

  test('the version in force is not deleted', async () => {
    const { api, arn } = await made();
    const { version = '' } = (await api.getPolicy(arn)) ?? {};
    assert.is(await api.deletePolicyVersion(arn, version).catch((error: Error) => error.name), 'Busy');
    assert.ok(await api.getPolicy(arn));
  });

  test('a deleted policy is gone, and deleting it again is missing', async () => {
    const { api, arn } = await made();
    assert.is(await api.deletePolicy(arn), 'done');
    assert.is(await api.getPolicy(arn), undefined);
    assert.is(await api.deletePolicy(arn), 'missing');
    assert.is(await api.replacePolicyDocument(arn, documentFor('a')), 'missing');
    assert.is(await api.listPolicyVersions(arn), undefined);
  });

  test.run();
};
