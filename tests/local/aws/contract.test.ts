import { openTwinIam, openTwinSso } from '../../aws/contract/fake.ts';
import { iamContract } from '../../aws/contract/iam.ts';
import { ssoAdminContract } from '../../aws/contract/sso-admin.ts';

iamContract('the in-memory twin', openTwinIam);
ssoAdminContract('the in-memory twin', openTwinSso);
