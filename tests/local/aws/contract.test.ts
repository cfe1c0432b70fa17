import { openFakeIam, openFakeSso } from '../../aws/contract/fake.ts';
import { iamContract } from '../../aws/contract/iam.ts';
import { ssoAdminContract } from '../../aws/contract/sso-admin.ts';

iamContract('the in-memory fake', openFakeIam);
ssoAdminContract('the in-memory fake', openFakeSso);
