import { openFakePolicies } from './contract/fake.ts';
import { policyContract } from './contract/iam-policies.ts';
import { openMotoPolicies, useMoto } from './contract/moto.ts';

useMoto();

// moto enforces no quota of policies, deletes a policy that somebody has, answers an empty list for a policy that is not
// there, and gives ids without AWS's prefix: the fake is the stricter, and tests/functions/grants/managed-policy/ holds the
// kind to it.
policyContract('moto', openMotoPolicies);
policyContract('the fake', openFakePolicies);
