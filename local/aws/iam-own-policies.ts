import type { Calling } from '../../functions/aws/call.ts';
import { doneOrMissing, isAlreadyThere, orUndefined } from '../../functions/aws/errors.ts';
import type { IamPoliciesApi } from '../../functions/aws/iam-policies.ts';
import { AwsError, noSuchEntity } from './errors.ts';
import type { IamState, IamWorld } from './iam-state.ts';
import { newPolicy, type Policy } from './policy-state.ts';

/** Neither is adjustable. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const versionsPerPolicy = 5;
const longestPolicy = 6_144;

type OwnPolicies = Pick<
  IamPoliciesApi,
  | 'createPolicy'
  | 'getPolicyDocument'
  | 'replacePolicyDocument'
  | 'listPolicyVersions'
  | 'deletePolicyVersion'
  | 'deletePolicy'
>;

/** AWS counts no blanks. */
const checked = (document: string): string => {
  const { length } = JSON.stringify(JSON.parse(document));
  if (length > longestPolicy)
    throw new AwsError('LimitExceededException', `Cannot exceed quota for PolicySize: ${longestPolicy}`);
  return document;
};

/** Managed policies of a fake IAM as they are made, changed and deleted. Reads may be stale, writes are not. */
export const createOwnPolicies = (
  { invoke, pageSize, changed }: IamWorld,
  accountId: string,
  state: IamState,
  calling: Calling,
): OwnPolicies => {
  const current = (arn: string): Policy => {
    const found = state.policies.current(arn.toLowerCase());
    if (found === undefined) throw noSuchEntity('policy', arn);
    return found;
  };
  const seen = (arn: string): Policy => {
    const found = state.policies.seen(arn.toLowerCase());
    if (found === undefined) throw noSuchEntity('policy', arn);
    return found;
  };
  const keep = (policy: Policy) => {
    state.policies.set(policy.arn.toLowerCase(), policy);
    changed();
    return {};
  };
  const isHeld = ({ id }: Policy): boolean =>
    state.attached
      .currentValues()
      .flat()
      .some(({ policyId }) => policyId === id);

  return {
    async createPolicy({ path, name, document, tags }) {
      try {
        return await invoke(calling, 'iam:CreatePolicy', { name }, () => {
          const arn = `arn:aws:iam::${accountId}:policy${path}${name}`;
          if (state.policies.current(arn.toLowerCase()) !== undefined)
            throw new AwsError('EntityAlreadyExistsException', `A policy called ${name} already exists.`);
          const policy = newPolicy(state.newId('ANPA'), arn, checked(document), tags);
          keep(policy);
          return { id: policy.id };
        });
      } catch (error) {
        if (isAlreadyThere(error)) return 'taken';
        throw error;
      }
    },
    getPolicyDocument: (arn, version) =>
      orUndefined(
        invoke(calling, 'iam:GetPolicyVersion', { arn, version }, () => {
          const document = seen(arn).documents[version];
          if (document === undefined) throw noSuchEntity('policy version', version);
          return document;
        }),
      ),
    replacePolicyDocument: (arn, document) =>
      doneOrMissing(
        invoke(calling, 'iam:CreatePolicyVersion', { arn }, () => {
          const policy = current(arn);
          if (Object.keys(policy.documents).length >= versionsPerPolicy)
            throw new AwsError('LimitExceededException', 'A managed policy can have up to 5 versions.');
          const version = `v${policy.made + 1}`;
          const documents = { ...policy.documents, [version]: checked(document) };
          return keep({ ...policy, version, made: policy.made + 1, documents });
        }),
      ),
    async listPolicyVersions(arn) {
      const versions: { version: string; inForce: boolean }[] = [];
      for (let from = 0; ; from += pageSize()) {
        const page = await orUndefined(
          invoke(calling, 'iam:ListPolicyVersions', { arn, from: String(from) }, () => {
            const { documents, version: inForce } = seen(arn);
            return Object.keys(documents).map(version => ({ version, inForce: version === inForce }));
          }),
        );
        if (page === undefined) return undefined;
        versions.push(...page.slice(from, from + pageSize()));
        if (from + pageSize() >= page.length) return versions;
      }
    },
    deletePolicyVersion: (arn, version) =>
      doneOrMissing(
        invoke(calling, 'iam:DeletePolicyVersion', { arn, version }, () => {
          const policy = current(arn);
          if (version === policy.version)
            throw new AwsError('DeleteConflictException', 'Cannot delete the default version of a policy.');
          const { [version]: gone, ...documents } = policy.documents;
          if (gone === undefined) throw noSuchEntity('policy version', version);
          return keep({ ...policy, documents });
        }),
      ),
    deletePolicy: arn =>
      doneOrMissing(
        invoke(calling, 'iam:DeletePolicy', { arn }, () => {
          const policy = current(arn);
          if (isHeld(policy))
            throw new AwsError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
          if (Object.keys(policy.documents).length > 1)
            throw new AwsError('DeleteConflictException', 'This policy has more than one version.');
          state.policies.set(arn.toLowerCase(), undefined);
          changed();
          return {};
        }),
      ),
  };
};
