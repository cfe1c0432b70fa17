import {
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  DeletePermissionSetCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListTagsForResourceCommand,
  type PermissionSetProvisioningStatus,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  type SSOAdminClient,
  type Tag,
} from '@aws-sdk/client-sso-admin';
import { CurfewError } from '../domain/errors.ts';
import { type Calling, call } from './call.ts';
import { doneOrMissing, isAlreadyThere, orUndefined } from './errors.ts';

/** A permission set to make. `sessionDuration` is ISO 8601, e.g. `PT1H`. */
export type NewPermissionSet = {
  instanceArn: string;
  name: string;
  description: string;
  sessionDuration: string;
  tags: Record<string, string>;
};

/** How far AWS is with bringing a permission set into an account. */
export type Provisioning = { id: string; status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'; reason?: string };

/** What happens to permission sets that Curfew makes. Each method throws as `call` does. */
export interface PermissionSetsApi {
  /** `taken`: there is one of that name. */
  createPermissionSet(set: NewPermissionSet): Promise<{ arn: string } | 'taken'>;
  /** ARN by name. AWS lists ARNs only, so each is looked at: dear. */
  findPermissionSet(instanceArn: string, name: string): Promise<string | undefined>;
  /** ARNs of the permission sets that a user is assigned directly in an account, from every page. */
  listSetsOfUser(instanceArn: string, accountId: string, userId: string): Promise<string[]>;
  tagsOf(instanceArn: string, permissionSetArn: string): Promise<Record<string, string> | undefined>;
  /** ARNs of AWS's own policies in it, from every page. */
  listManagedPolicies(instanceArn: string, permissionSetArn: string): Promise<string[] | undefined>;
  attachManagedPolicy(
    instanceArn: string,
    permissionSetArn: string,
    policyArn: string,
  ): Promise<'done' | 'missing'>;
  /** Replaces it. Reaches accounts only when the set is assigned or provisioned after that. */
  putInlinePolicy(
    instanceArn: string,
    permissionSetArn: string,
    document: string,
  ): Promise<'done' | 'missing'>;
  /** Starts to bring the set as it is now into an account that it is assigned in. */
  provision(
    instanceArn: string,
    permissionSetArn: string,
    accountId: string,
  ): Promise<Provisioning | 'missing'>;
  /** `id`: of `provision`. undefined: AWS does not know it. */
  describeProvisioning(instanceArn: string, id: string): Promise<Provisioning | undefined>;
  /** Throws `Busy` while it is provisioned anywhere: AWS says so for minutes after the last assignment has gone. */
  deletePermissionSet(instanceArn: string, permissionSetArn: string): Promise<'done' | 'missing'>;
}

/** Throws `Busy` when AWS left out what identifies it: then nothing is known. */
const toProvisioning = (given: PermissionSetProvisioningStatus | undefined): Provisioning => {
  if (given?.RequestId === undefined || given.Status === undefined)
    throw new CurfewError('Busy', 'Identity Center answered without an operation id or its status');
  return {
    id: given.RequestId,
    status: given.Status,
    ...(given.FailureReason !== undefined && { reason: given.FailureReason }),
  };
};

const toTags = (tags: Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** `PermissionSetsApi` with this client's credentials, on behalf of `calling`. */
export const createPermissionSets = (client: SSOAdminClient, calling: Calling): PermissionSetsApi => {
  /** The name of a set; undefined when it is gone meanwhile. */
  const nameOf = async (InstanceArn: string, PermissionSetArn: string): Promise<string | undefined> => {
    const command = new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn });
    const answer = await orUndefined(
      call(calling, 'sso:DescribePermissionSet', options => client.send(command, options)),
    );
    return answer?.PermissionSet?.Name;
  };

  return {
    async createPermissionSet({ instanceArn, name, description, sessionDuration, tags }) {
      const command = new CreatePermissionSetCommand({
        InstanceArn: instanceArn,
        Name: name,
        Description: description,
        SessionDuration: sessionDuration,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      });
      try {
        const answer = await call(calling, 'sso:CreatePermissionSet', options =>
          client.send(command, options),
        );
        return { arn: answer.PermissionSet?.PermissionSetArn ?? '' };
      } catch (error) {
        if (isAlreadyThere(error)) return 'taken';
        throw error;
      }
    },
    async findPermissionSet(InstanceArn, name) {
      let next: string | undefined;
      do {
        const command = new ListPermissionSetsCommand({ InstanceArn, NextToken: next });
        const page = await call(calling, 'sso:ListPermissionSets', options => client.send(command, options));
        for (const arn of page.PermissionSets ?? [])
          if ((await nameOf(InstanceArn, arn)) === name) return arn;
        next = page.NextToken;
      } while (next !== undefined);
      return undefined;
    },
    async listSetsOfUser(InstanceArn, AccountId, PrincipalId) {
      const arns: string[] = [];
      let next: string | undefined;
      do {
        const command = new ListAccountAssignmentsForPrincipalCommand({
          InstanceArn,
          PrincipalId,
          PrincipalType: 'USER',
          Filter: { AccountId },
          NextToken: next,
        });
        const page = await call(calling, 'sso:ListAccountAssignmentsForPrincipal', options =>
          client.send(command, options),
        );
        for (const each of page.AccountAssignments ?? [])
          if (each.PrincipalType === 'USER' && each.PermissionSetArn !== undefined)
            arns.push(each.PermissionSetArn);
        next = page.NextToken;
      } while (next !== undefined);
      return arns;
    },
    async tagsOf(InstanceArn, ResourceArn) {
      const command = new ListTagsForResourceCommand({ InstanceArn, ResourceArn });
      const answer = await orUndefined(
        call(calling, 'sso:ListTagsForResource', options => client.send(command, options)),
      );
      return answer && toTags(answer.Tags);
    },
    async listManagedPolicies(InstanceArn, PermissionSetArn) {
      const arns: string[] = [];
      let next: string | undefined;
      do {
        const command = new ListManagedPoliciesInPermissionSetCommand({
          InstanceArn,
          PermissionSetArn,
          NextToken: next,
        });
        const page = await orUndefined(
          call(calling, 'sso:ListManagedPoliciesInPermissionSet', options => client.send(command, options)),
        );
        if (page === undefined) return undefined;
        for (const { Arn } of page.AttachedManagedPolicies ?? []) if (Arn !== undefined) arns.push(Arn);
        next = page.NextToken;
      } while (next !== undefined);
      return arns;
    },
    attachManagedPolicy(InstanceArn, PermissionSetArn, ManagedPolicyArn) {
      const command = new AttachManagedPolicyToPermissionSetCommand({
        InstanceArn,
        PermissionSetArn,
        ManagedPolicyArn,
      });
      return doneOrMissing(
        call(calling, 'sso:AttachManagedPolicyToPermissionSet', options => client.send(command, options)),
      );
    },
    putInlinePolicy(InstanceArn, PermissionSetArn, InlinePolicy) {
      const command = new PutInlinePolicyToPermissionSetCommand({
        InstanceArn,
        PermissionSetArn,
        InlinePolicy,
      });
      return doneOrMissing(
        call(calling, 'sso:PutInlinePolicyToPermissionSet', options => client.send(command, options)),
      );
    },
    async provision(InstanceArn, PermissionSetArn, TargetId) {
      const command = new ProvisionPermissionSetCommand({
        InstanceArn,
        PermissionSetArn,
        TargetId,
        TargetType: 'AWS_ACCOUNT',
      });
      const answer = await orUndefined(
        call(calling, 'sso:ProvisionPermissionSet', options => client.send(command, options)),
      );
      return answer === undefined ? 'missing' : toProvisioning(answer.PermissionSetProvisioningStatus);
    },
    async describeProvisioning(InstanceArn, id) {
      const command = new DescribePermissionSetProvisioningStatusCommand({
        InstanceArn,
        ProvisionPermissionSetRequestId: id,
      });
      const answer = await orUndefined(
        call(calling, 'sso:DescribePermissionSetProvisioningStatus', options =>
          client.send(command, options),
        ),
      );
      return answer && toProvisioning(answer.PermissionSetProvisioningStatus);
    },
    deletePermissionSet(InstanceArn, PermissionSetArn) {
      const command = new DeletePermissionSetCommand({ InstanceArn, PermissionSetArn });
      return doneOrMissing(
        call(calling, 'sso:DeletePermissionSet', options => client.send(command, options)),
      );
    },
  };
};
