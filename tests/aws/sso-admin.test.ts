import { openTwinSso } from './contract/fake.ts';
import { openMotoSso, useMoto } from './contract/moto.ts';
import { ssoAdminContract } from './contract/sso-admin.ts';

// On moto assignments succeed at once (never IN_PROGRESS, FAILED or ConflictException), a second creation is listed
// twice, and status lists are missing: tests/local/aws/ and tests/functions/aws/ hold twin and adapter to those.
useMoto();
ssoAdminContract('the in-memory twin', openTwinSso);
ssoAdminContract('the adapter on moto', openMotoSso);
