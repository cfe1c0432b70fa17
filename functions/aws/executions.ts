import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ExecutionInput } from '../../statemachines/access.contract.ts';
import type { ExecutionClient } from '../domain/ports.ts';

/** What SendTask* answers when the task is over: it says nothing about the decision, which is in the table. */
const goneTokens = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];
const throttles = ['ThrottlingException', 'TooManyRequestsException', 'ExecutionLimitExceeded'];

/** Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const createExecutionClient = (client: SFNClient, stateMachineArn: string): ExecutionClient => ({
  async start(requestId) {
    const input: ExecutionInput = { v: 1, requestId };
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn, name: requestId, input: JSON.stringify(input) }),
      );
      return 'started';
    } catch (error) {
      if (isNamed(error, ['ExecutionAlreadyExists'])) return 'exists';
      if (isNamed(error, throttles)) return 'throttled';
      throw error;
    }
  },

  async resume(token) {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
      return 'resumed';
    } catch (error) {
      if (isNamed(error, goneTokens)) return 'gone';
      throw error;
    }
  },

  async state(requestId) {
    try {
      const { status } = await client.send(
        new DescribeExecutionCommand({ executionArn: executionArn(stateMachineArn, requestId) }),
      );
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'over';
    } catch (error) {
      if (isNamed(error, ['ExecutionDoesNotExist'])) return 'none';
      throw error;
    }
  },
});

/** `…:stateMachine:name` → `…:execution:name:requestId`. */
const executionArn = (stateMachineArn: string, requestId: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${requestId}`;

const isNamed = (error: unknown, names: string[]): boolean =>
  error instanceof Error && names.includes(error.name);
