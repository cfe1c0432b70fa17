import { openFakeIam } from './contract/fake.ts';
import { iamContract } from './contract/iam.ts';
import { openMotoIam, useMoto } from './contract/moto.ts';

// moto enforces no quota of groups per user and is never stale: tests/local/aws/ holds the fake to those.
useMoto();
iamContract('the in-memory fake', openFakeIam);
iamContract('the adapter on moto', openMotoIam);
