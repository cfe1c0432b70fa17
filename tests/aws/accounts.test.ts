import { CreateGroupCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createAws } from '../../functions/aws/clients.ts';
import type { AccountRef } from '../../functions/domain/catalog.ts';
import { home, newCalling, region, useMoto } from './contract/moto.ts';

useMoto();
const id = '222222222222';
const member: AccountRef = {
  name: 'member',
  id,
  production: true,
  grantRoleArn: `arn:aws:iam::${id}:role/curfew-grant`,
  revokeRoleArn: `arn:aws:iam::${id}:role/curfew-revoke`,
  externalId: 'only-ours',
};

/** moto lets anyone assume any IAM role, and keeps each account's IAM apart. */
const administrator = async () => {
  const assume = new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${id}:role/admin`,
    RoleSessionName: 'admin',
  });
  const { Credentials } = await new STSClient({ region }).send(assume);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return new IAMClient({ region, credentials });
};

test('each mode reaches the other account through its IAM role, and that account only', async () => {
  const admin = await administrator();
  const user = `user-${process.pid}`;
  const group = `group-${process.pid}`;
  for (const name of [`curfew-grant`, 'curfew-revoke'])
    await admin
      .send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: '{}' }))
      .catch(() => undefined);
  await admin.send(new CreateUserCommand({ UserName: user }));
  await admin.send(new CreateGroupCommand({ GroupName: group }));
  const grant = createAws({ mode: 'grant', region, homeAccountId: home.id });
  const revoke = createAws({ mode: 'revoke', region, homeAccountId: home.id });

  assert.is(await grant.iam(member, newCalling()).addUserToGroup(user, group), 'done');
  const listed = await revoke.iam(member, newCalling()).listGroupsForUser(user);
  assert.equal(
    listed?.map(({ name }) => name),
    [group],
  );
  assert.is(await revoke.iam(member, newCalling()).removeUserFromGroup(user, group), 'done');
  assert.is(await grant.iam(home, newCalling()).getUser(user), undefined);
});

test.run();
