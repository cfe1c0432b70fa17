import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAws } from '../../functions/aws/clients.ts';
import type { Target } from '../../functions/domain/catalog.ts';
import { hour, toIso } from '../../functions/domain/time.ts';
import { createKinds } from '../../functions/grants/index.ts';
import type { GrantContext } from '../../functions/grants/port.ts';
import {
  home,
  newCalling,
  openMotoIam,
  openMotoPolicies,
  openMotoSso,
  openMotoStore,
  region,
  useMoto,
} from './contract/moto.ts';

useMoto();

const newContext = (): GrantContext & { reported: string[] } => {
  const context: GrantContext & { reported: string[] } = {
    ...newCalling(),
    now: Date.now,
    durationMs: hour,
    noted: undefined,
    pending: undefined,
    setPending: async pending => {
      context.pending = pending;
    },
    note: async () => undefined,
  };
  return context;
};

const seeds: Record<string, () => Promise<{ target: Target; principal: string }>> = {
  async 'iam-group'() {
    const { addUser, addGroup } = await openMotoIam();
    await addUser(`kinds-${process.pid}`);
    await addGroup(`admin-${process.pid}`);
    return { target: { account: home, group: `admin-${process.pid}` }, principal: `kinds-${process.pid}` };
  },
  async 'identity-center-group'() {
    const { addUser, addGroup, identityStoreId } = await openMotoStore();
    const group = `group-${process.pid}`;
    const [groupId, principal] = [await addGroup(group), await addUser(`member-${process.pid}`)];
    const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
    const startUrl = 'https://example.awsapps.com/start';
    const target = { account: home, group, groupId, identityStoreId, instanceArn, startUrl, sessionMs: hour };
    return { target, principal };
  },
  async 'managed-policy'() {
    const { addUser, addPolicy } = await openMotoPolicies();
    await addUser(`policies-${process.pid}`);
    const policyArn = await addPolicy(`policy-${process.pid}`);
    return { target: { account: home, policyArn }, principal: `policies-${process.pid}` };
  },
  async 'managed-policy: from a template'() {
    const { addUser } = await openMotoPolicies();
    await addUser(`templates-${process.pid}`);
    const statements = [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::reports/*'] }];
    const target = {
      account: home,
      template: 'S3ReadOnlyPolicy',
      on: ['reports'],
      statements,
      partition: 'aws',
    };
    return { target, principal: `templates-${process.pid}` };
  },
  async 'permission-set'() {
    const { addPermissionSet, instanceArn } = await openMotoSso();
    const permissionSet = `kinds-${process.pid}`;
    const permissionSetArn = await addPermissionSet(permissionSet);
    const startUrl = 'https://example.awsapps.com/start';
    const target = {
      account: home,
      permissionSet,
      permissionSetArn,
      instanceArn,
      startUrl,
      sessionMs: 2 * hour,
    };
    return { target, principal: '90677e8f31-alice' };
  },
};

Object.assign(seeds, {
  async 'permission-set: of its own'() {
    const { instanceArn } = await openMotoSso();
    const statements = [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::reports/*'] }];
    const startUrl = 'https://example.awsapps.com/start';
    const target = {
      account: home,
      gives: ['S3ReadOnlyPolicy on reports'],
      managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      statements,
      instanceArn,
      startUrl,
      sessionMs: hour,
    };
    return { target, principal: '90677e8f31-own' };
  },
});

const kindsOf = (mode: 'grant' | 'revoke') =>
  createKinds(createAws({ mode, region, homeAccountId: home.id }));

const rows: Record<string, string> = Object.fromEntries(
  Object.keys(seeds).map(row => [row, row.split(':')[0] ?? row]),
);

test('every kind has a seed', () => {
  const kinds = Object.keys(kindsOf('grant'));
  assert.equal([...new Set(Object.values(rows))].sort(), kinds.sort());
});

for (const [row, name] of Object.entries(rows))
  test(`${row} grants, reads back and revokes through the real adapters`, async () => {
    const [granter, revoker, seed] = [kindsOf('grant')[name], kindsOf('revoke')[name], seeds[row]];
    if (granter === undefined || revoker === undefined || seed === undefined)
      throw new Error(`no seed for ${name}`);
    const { target, principal } = await seed();
    const context = newContext();
    assert.ok((await granter.check(target)).ok);
    assert.is(await granter.holds(context, target, principal), 'no');
    const receipt = await granter.grant(context, target, principal, toIso(Date.now() + hour));
    assert.is(await granter.holds(context, target, principal), 'yes');
    await revoker.revoke(context, target, principal, receipt);
    assert.is(await revoker.holds(context, target, principal), 'no');
    assert.is(context.pending, undefined);
    assert.ok(context.reported.length >= 6);
  });

test.run();
