import type { Execution, ExecutionStatus } from './execution.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: Date;
  readonly stopDate?: Date;
  readonly input: string;
  readonly inputDetails: { readonly included: true };
  readonly output?: string;
  readonly outputDetails?: { readonly included: true };
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  readonly redriveStatusReason?: string;
}

const redriveStatus = (status: ExecutionStatus) =>
  status === 'RUNNING' || status === 'SUCCEEDED'
    ? {
        redriveStatus: 'NOT_REDRIVABLE' as const,
        redriveStatusReason: `Execution is ${status} and cannot be redriven`,
      }
    : { redriveStatus: 'REDRIVABLE' as const };

/** What DescribeExecution answers. */
export const describe = (execution: Execution): ExecutionDescription => ({
  executionArn: execution.arn,
  stateMachineArn: execution.stateMachineArn,
  name: execution.name,
  status: execution.status,
  startDate: new Date(execution.startedAt),
  ...(execution.stoppedAt !== undefined && { stopDate: new Date(execution.stoppedAt) }),
  input: execution.input,
  inputDetails: { included: true },
  ...(execution.output !== undefined && {
    output: execution.output,
    outputDetails: { included: true as const },
  }),
  ...(execution.error !== undefined && { error: execution.error }),
  ...(execution.cause !== undefined && { cause: execution.cause }),
  redriveCount: 0,
  ...redriveStatus(execution.status),
});
