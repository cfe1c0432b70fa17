import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  type IAMClient,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  type PolicyRole,
  type PolicyUser,
} from '@aws-sdk/client-iam';
import { type Calling, call } from './call.ts';
import { doneOrMissing, isAlreadyThere, orUndefined } from './errors.ts';
import type { Named } from './named.ts';

/** Whom a policy is attached to, by name. */
export type PolicyHolder = { type: 'user' | 'role'; name: string };

/** Whom a policy is attached to, with the id that a rename does not change. */
export type AttachedTo = PolicyHolder & { id: string };

/** A managed policy. Its ARN may be that of another policy later, its id never. `version`: in force, e.g. `v3`. */
export type ManagedPolicy = { id: string; arn: string; version: string; tags: Record<string, string> };

/** A policy to make. `path` begins and ends with a slash; `document`: the policy as JSON. */
export type NewPolicy = {
  path: string;
  name: string;
  description: string;
  document: string;
  tags: Record<string, string>;
};

/** `inForce`: the one that AWS evaluates. */
export type PolicyVersion = { version: string; inForce: boolean };

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
  /** Answers the new policy's id; `taken`: there is one of this path and name. */
  createPolicy(policy: NewPolicy): Promise<{ id: string } | 'taken'>;
  /** A version's document as JSON. */
  getPolicyDocument(arn: string, version: string): Promise<string | undefined>;
  /** A new version, in force at once. Throws `Refused` at the fifth: AWS keeps no more. */
  replacePolicyDocument(arn: string, document: string): Promise<'done' | 'missing'>;
  /** All versions, from every page. */
  listPolicyVersions(arn: string): Promise<PolicyVersion[] | undefined>;
  /** Not the one in force: AWS refuses that. */
  deletePolicyVersion(arn: string, version: string): Promise<'done' | 'missing'>;
  /** Throws `Busy` while somebody has it or an old version is left. */
  deletePolicy(arn: string): Promise<'done' | 'missing'>;
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
    const { PolicyId: id, Arn: arn, DefaultVersionId: version, Tags = [] } = answer?.Policy ?? {};
    if (id === undefined || arn === undefined || version === undefined) return undefined;
    return {
      id,
      arn,
      version,
      tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    };
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
  ...policiesOfOurs(client, calling),
});

/** What is made and deleted, as against attached and detached. */
const policiesOfOurs = (
  client: IAMClient,
  calling: Calling,
): Pick<
  IamPoliciesApi,
  | 'createPolicy'
  | 'getPolicyDocument'
  | 'replacePolicyDocument'
  | 'listPolicyVersions'
  | 'deletePolicyVersion'
  | 'deletePolicy'
> => ({
  async createPolicy({ path, name, description, document, tags }) {
    const command = new CreatePolicyCommand({
      Path: path,
      PolicyName: name,
      Description: description,
      PolicyDocument: document,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
    try {
      const answer = await call(calling, 'iam:CreatePolicy', options => client.send(command, options));
      return { id: answer.Policy?.PolicyId ?? '' };
    } catch (error) {
      if (isAlreadyThere(error)) return 'taken';
      throw error;
    }
  },
  async getPolicyDocument(PolicyArn, VersionId) {
    const command = new GetPolicyVersionCommand({ PolicyArn, VersionId });
    const answer = await orUndefined(
      call(calling, 'iam:GetPolicyVersion', options => client.send(command, options)),
    );
    const document = answer?.PolicyVersion?.Document;
    // URL-encoded. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
    return document && decodeURIComponent(document);
  },
  replacePolicyDocument(PolicyArn, PolicyDocument) {
    const command = new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true });
    return doneOrMissing(call(calling, 'iam:CreatePolicyVersion', options => client.send(command, options)));
  },
  async listPolicyVersions(PolicyArn) {
    const versions: PolicyVersion[] = [];
    let marker: string | undefined;
    do {
      const command = new ListPolicyVersionsCommand({ PolicyArn, Marker: marker });
      const page = await orUndefined(
        call(calling, 'iam:ListPolicyVersions', options => client.send(command, options)),
      );
      if (page === undefined) return undefined;
      for (const { VersionId, IsDefaultVersion = false } of page.Versions ?? [])
        if (VersionId !== undefined) versions.push({ version: VersionId, inForce: IsDefaultVersion });
      marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
    return versions;
  },
  deletePolicyVersion(PolicyArn, VersionId) {
    const command = new DeletePolicyVersionCommand({ PolicyArn, VersionId });
    return doneOrMissing(call(calling, 'iam:DeletePolicyVersion', options => client.send(command, options)));
  },
  deletePolicy(PolicyArn) {
    const command = new DeletePolicyCommand({ PolicyArn });
    return doneOrMissing(call(calling, 'iam:DeletePolicy', options => client.send(command, options)));
  },
});
