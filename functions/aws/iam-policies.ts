import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  type IAMClient,
  ListEntitiesForPolicyCommand,
  type PolicyRole,
  type PolicyUser,
} from '@aws-sdk/client-iam';
import { type Calling, call } from './call.ts';
import { doneOrMissing, orUndefined } from './errors.ts';
import type { Named } from './named.ts';

/** Whom a policy is attached to, by name. */
export type PolicyHolder = { type: 'user' | 'role'; name: string };

/** Whom a policy is attached to, with the id that a rename does not change. */
export type AttachedTo = PolicyHolder & { id: string };

/** A managed policy. Its ARN may be that of another policy later, its id never. `version`: in force, e.g. `v3`. */
export type ManagedPolicy = { id: string; arn: string; version: string };

/**
 * Managed policies as the kinds use them, by their ARNs. Each method throws as `call` does; what AWS does not know is
 * `undefined` or `missing`, which is no proof of absence.
 */
export interface IamPoliciesApi {
  getPolicy(arn: string): Promise<ManagedPolicy | undefined>;
  /** `createdAt` in epoch ms. */
  getRole(role: string): Promise<(Named & { createdAt: number }) | undefined>;
  /** All users and roles a policy is attached to, from every page, under the names they bear today. */
  listHolders(arn: string): Promise<AttachedTo[] | undefined>;
  /** Idempotent. Throws `Refused` at the quota of policies, and for IAM roles that are AWS's own. */
  attachPolicy(holder: PolicyHolder, arn: string): Promise<'done' | 'missing'>;
  /** `missing`: there is no such holder or policy, or it is not attached. */
  detachPolicy(holder: PolicyHolder, arn: string): Promise<'done' | 'missing'>;
}

const ofUser = ({ UserName: name, UserId: id }: PolicyUser): AttachedTo[] =>
  name === undefined || id === undefined ? [] : [{ type: 'user', name, id }];

const ofRole = ({ RoleName: name, RoleId: id }: PolicyRole): AttachedTo[] =>
  name === undefined || id === undefined ? [] : [{ type: 'role', name, id }];

/** `IamPoliciesApi` with this client's credentials, on behalf of `calling`. */
export const createIamPolicies = (client: IAMClient, calling: Calling): IamPoliciesApi => ({
  async getPolicy(PolicyArn) {
    const command = new GetPolicyCommand({ PolicyArn });
    const answer = await orUndefined(
      call(calling, 'iam:GetPolicy', options => client.send(command, options)),
    );
    const { PolicyId: id, Arn: arn, DefaultVersionId: version } = answer?.Policy ?? {};
    return id === undefined || arn === undefined || version === undefined ? undefined : { id, arn, version };
  },
  async getRole(RoleName) {
    const command = new GetRoleCommand({ RoleName });
    const answer = await orUndefined(call(calling, 'iam:GetRole', options => client.send(command, options)));
    const { RoleId: id, RoleName: name, CreateDate: created } = answer?.Role ?? {};
    return id === undefined || name === undefined || created === undefined
      ? undefined
      : { id, name, createdAt: created.getTime() };
  },
  async listHolders(PolicyArn) {
    const holders: AttachedTo[] = [];
    let marker: string | undefined;
    do {
      const command = new ListEntitiesForPolicyCommand({ PolicyArn, Marker: marker });
      const page = await orUndefined(
        call(calling, 'iam:ListEntitiesForPolicy', options => client.send(command, options)),
      );
      if (page === undefined) return undefined;
      holders.push(...(page.PolicyUsers ?? []).flatMap(ofUser), ...(page.PolicyRoles ?? []).flatMap(ofRole));
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return holders;
  },
  attachPolicy({ type, name }, PolicyArn) {
    if (type === 'user') {
      const command = new AttachUserPolicyCommand({ UserName: name, PolicyArn });
      return doneOrMissing(call(calling, 'iam:AttachUserPolicy', options => client.send(command, options)));
    }
    const command = new AttachRolePolicyCommand({ RoleName: name, PolicyArn });
    return doneOrMissing(call(calling, 'iam:AttachRolePolicy', options => client.send(command, options)));
  },
  detachPolicy({ type, name }, PolicyArn) {
    if (type === 'user') {
      const command = new DetachUserPolicyCommand({ UserName: name, PolicyArn });
      return doneOrMissing(call(calling, 'iam:DetachUserPolicy', options => client.send(command, options)));
    }
    const command = new DetachRolePolicyCommand({ RoleName: name, PolicyArn });
    return doneOrMissing(call(calling, 'iam:DetachRolePolicy', options => client.send(command, options)));
  },
});
