import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribePermissionSetCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListPermissionSetsCommand,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { type Calling, call } from './call.ts';
import { orUndefined } from './errors.ts';
import { createPermissionSets, type PermissionSetsApi } from './permission-sets.ts';
import {
  type Assignment,
  type Operation,
  type OperationKind,
  type SdkStatus,
  toOperation,
} from './sso-operation.ts';

/**
 * Identity Center's account assignments. Creating and deleting are asynchronous. Each method throws as `call` does.
 * Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateAccountAssignment.html
 */
export interface SsoAdminApi extends PermissionSetsApi {
  /** Starts an operation. Throws `Busy` while another one touches the same assignment. */
  createAccountAssignment(assignment: Assignment): Promise<Operation>;
  /** `missing`: AWS knows no such assignment, permission set or user. */
  deleteAccountAssignment(assignment: Assignment): Promise<Operation | 'missing'>;
  /** `id`: of an `Operation`. undefined: AWS does not know it. */
  describeOperation(kind: OperationKind, instanceArn: string, id: string): Promise<Operation | undefined>;
  /**
   * Ids of operations in progress, from every page, to find one whose id was lost. Only `describeOperation` says what
   * each is about.
   */
  listRunning(kind: OperationKind, instanceArn: string): Promise<string[]>;
  /** Ids of users assigned directly, from every page; `undefined` when the permission set is unknown. */
  listAssignedUsers(place: Omit<Assignment, 'userId'>): Promise<string[] | undefined>;
  /** Does the instance have it? By every page of its list: `false` proves that it was deleted. */
  hasPermissionSet(instanceArn: string, permissionSetArn: string): Promise<boolean>;
  /** ARNs of the permission sets that a group is assigned, in all accounts, from every page. For operators only. */
  listPermissionSetsOfGroup(instanceArn: string, groupId: string): Promise<string[]>;
  /** `sessionDuration` is ISO 8601, e.g. `PT1H`. */
  describePermissionSet(
    instanceArn: string,
    permissionSetArn: string,
  ): Promise<{ name: string; sessionDuration: string } | undefined>;
}

const toInput = (assignment: Assignment) => ({
  InstanceArn: assignment.instanceArn,
  TargetId: assignment.accountId,
  TargetType: 'AWS_ACCOUNT' as const,
  PermissionSetArn: assignment.permissionSetArn,
  PrincipalType: 'USER' as const,
  PrincipalId: assignment.userId,
});

/** Source: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DescribePermissionSet.html */
const defaultSession = 'PT1H';

/** `SsoAdminApi` with this client's credentials, on behalf of `calling`. */
export const createSsoAdmin = (client: SSOAdminClient, calling: Calling): SsoAdminApi => {
  const describe = async (
    kind: OperationKind,
    InstanceArn: string,
    id: string,
  ): Promise<SdkStatus | undefined> => {
    if (kind === 'creation') {
      const command = new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn,
        AccountAssignmentCreationRequestId: id,
      });
      const answer = await call(calling, 'sso:DescribeAccountAssignmentCreationStatus', options =>
        client.send(command, options),
      );
      return answer.AccountAssignmentCreationStatus;
    }
    const command = new DescribeAccountAssignmentDeletionStatusCommand({
      InstanceArn,
      AccountAssignmentDeletionRequestId: id,
    });
    const answer = await call(calling, 'sso:DescribeAccountAssignmentDeletionStatus', options =>
      client.send(command, options),
    );
    return answer.AccountAssignmentDeletionStatus;
  };

  const runningPage = async (kind: OperationKind, InstanceArn: string, NextToken: string | undefined) => {
    const input = { InstanceArn, NextToken, Filter: { Status: 'IN_PROGRESS' as const } };
    if (kind === 'creation') {
      const command = new ListAccountAssignmentCreationStatusCommand(input);
      const answer = await call(calling, 'sso:ListAccountAssignmentCreationStatus', options =>
        client.send(command, options),
      );
      return { entries: answer.AccountAssignmentsCreationStatus ?? [], next: answer.NextToken };
    }
    const command = new ListAccountAssignmentDeletionStatusCommand(input);
    const answer = await call(calling, 'sso:ListAccountAssignmentDeletionStatus', options =>
      client.send(command, options),
    );
    return { entries: answer.AccountAssignmentsDeletionStatus ?? [], next: answer.NextToken };
  };

  return {
    ...createPermissionSets(client, calling),
    async createAccountAssignment(assignment) {
      const command = new CreateAccountAssignmentCommand(toInput(assignment));
      const answer = await call(calling, 'sso:CreateAccountAssignment', options =>
        client.send(command, options),
      );
      return toOperation(answer.AccountAssignmentCreationStatus);
    },
    async deleteAccountAssignment(assignment) {
      const command = new DeleteAccountAssignmentCommand(toInput(assignment));
      const answer = await orUndefined(
        call(calling, 'sso:DeleteAccountAssignment', options => client.send(command, options)),
      );
      return answer === undefined ? 'missing' : toOperation(answer.AccountAssignmentDeletionStatus);
    },
    async describeOperation(kind, instanceArn, id) {
      const status = await orUndefined(describe(kind, instanceArn, id));
      return status && toOperation(status);
    },
    async listRunning(kind, instanceArn) {
      const running: string[] = [];
      let next: string | undefined;
      do {
        const page = await runningPage(kind, instanceArn, next);
        for (const { RequestId } of page.entries) if (RequestId !== undefined) running.push(RequestId);
        next = page.next;
      } while (next !== undefined);
      return running;
    },
    async listAssignedUsers({ instanceArn, accountId, permissionSetArn }) {
      const users: string[] = [];
      let next: string | undefined;
      do {
        const command = new ListAccountAssignmentsCommand({
          InstanceArn: instanceArn,
          AccountId: accountId,
          PermissionSetArn: permissionSetArn,
          NextToken: next,
        });
        const page = await orUndefined(
          call(calling, 'sso:ListAccountAssignments', options => client.send(command, options)),
        );
        if (page === undefined) return undefined;
        for (const each of page.AccountAssignments ?? [])
          if (each.PrincipalType === 'USER' && each.PrincipalId !== undefined) users.push(each.PrincipalId);
        next = page.NextToken;
      } while (next !== undefined);
      return users;
    },
    async hasPermissionSet(InstanceArn, permissionSetArn) {
      let next: string | undefined;
      do {
        const command = new ListPermissionSetsCommand({ InstanceArn, NextToken: next });
        const page = await call(calling, 'sso:ListPermissionSets', options => client.send(command, options));
        if (page.PermissionSets?.includes(permissionSetArn) === true) return true;
        next = page.NextToken;
      } while (next !== undefined);
      return false;
    },
    async listPermissionSetsOfGroup(InstanceArn, PrincipalId) {
      const arns: string[] = [];
      let next: string | undefined;
      do {
        const command = new ListAccountAssignmentsForPrincipalCommand({
          InstanceArn,
          PrincipalId,
          PrincipalType: 'GROUP',
          NextToken: next,
        });
        const page = await call(calling, 'sso:ListAccountAssignmentsForPrincipal', options =>
          client.send(command, options),
        );
        for (const { PermissionSetArn } of page.AccountAssignments ?? [])
          if (PermissionSetArn !== undefined) arns.push(PermissionSetArn);
        next = page.NextToken;
      } while (next !== undefined);
      return arns;
    },
    async describePermissionSet(InstanceArn, PermissionSetArn) {
      const command = new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn });
      const answer = await orUndefined(
        call(calling, 'sso:DescribePermissionSet', options => client.send(command, options)),
      );
      const found = answer?.PermissionSet;
      if (found?.Name === undefined) return undefined;
      return { name: found.Name, sessionDuration: found.SessionDuration ?? defaultSession };
    },
  };
};
