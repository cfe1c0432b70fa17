import { openFakeSso } from './contract/fake.ts';
import { openMotoSso, useMoto } from './contract/moto.ts';
import { ssoAdminContract } from './contract/sso-admin.ts';

// On moto assignments succeed at once (never IN_PROGRESS, FAILED or ConflictException), a second creation is listed
// twice, and status lists are missing: tests/local/aws/ and tests/functions/aws/ hold fake and adapter to those.
useMoto();
ssoAdminContract('the in-memory fake', openFakeSso);
ssoAdminContract('the adapter on moto', openMotoSso);
