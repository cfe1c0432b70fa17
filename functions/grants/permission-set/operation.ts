import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import type { Assignment, Operation, OperationKind } from '../../aws/sso-operation.ts';
import { begin } from '../operation.ts';
import type { GrantContext, Pending } from '../port.ts';

/** What became of an operation: AWS works on it, it is over, it failed, or its id was lost and nothing shows it. */
export type OperationState =
  | { is: 'running' }
  | { is: 'done' }
  | { is: 'failed'; reason: string }
  | { is: 'unknown' };

const kinds = { grant: 'creation', revoke: 'deletion' } as const satisfies Record<string, OperationKind>;

/** An extension brings a policy into an account; it creates and deletes no assignment. */
const kindOf = ({ op }: Pending): OperationKind => kinds[op === 'revoke' ? 'revoke' : 'grant'];

const isFor = (assignment: Assignment, operation: Operation | undefined): boolean =>
  operation?.of?.accountId === assignment.accountId &&
  operation.of.permissionSetArn === assignment.permissionSetArn &&
  operation.of.userId === assignment.userId;

const toState = (operation: Operation | undefined): OperationState => {
  if (operation === undefined) return { is: 'unknown' };
  switch (operation.status) {
    case 'IN_PROGRESS':
      return { is: 'running' };
    case 'SUCCEEDED':
      return { is: 'done' };
    case 'FAILED':
      return { is: 'failed', reason: operation.reason ?? 'AWS gave no reason' };
  }
};

/** The running operation that a lost answer started; AWS lists ids only, so each is looked at. */
const findRunning = async (
  api: SsoAdminApi,
  assignment: Assignment,
  pending: Pending,
): Promise<OperationState> => {
  const kind = kindOf(pending);
  for (const id of await api.listRunning(kind, assignment.instanceArn)) {
    const operation = await api.describeOperation(kind, assignment.instanceArn, id);
    if (isFor(assignment, operation)) return toState(operation);
  }
  return { is: 'unknown' };
};

/** The state of the operation left over from an earlier attempt. Changes nothing. */
export const operationState = async (
  api: SsoAdminApi,
  assignment: Assignment,
  pending: Pending,
): Promise<OperationState> => {
  if (pending.operationId === undefined) return findRunning(api, assignment, pending);
  const { instanceArn } = assignment;
  return toState(await api.describeOperation(kindOf(pending), instanceArn, pending.operationId));
};

/** Starts an operation as `begin` does, and keeps its id with the pending entry as soon as AWS names it. */
export const beginOperation = <Answer extends Operation | 'missing'>(
  ctx: GrantContext,
  op: Pending['op'],
  start: () => Promise<Answer>,
): Promise<Answer> =>
  begin(ctx, op, async pending => {
    const answer = await start();
    if (answer !== 'missing') await ctx.setPending({ ...pending, operationId: answer.id });
    return answer;
  });
