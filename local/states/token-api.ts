import { StatesApiError } from './errors.ts';
import { isTooLarge } from './json.ts';
import type { Tokens } from './tokens.ts';

export interface TokenAnswers {
  /** `output` is JSON text. Throws `InvalidOutput`, `InvalidToken`, `TaskDoesNotExist`, `TaskTimedOut`. */
  sendTaskSuccess(request: { taskToken: string; output: string }): void;
  sendTaskFailure(request: {
    taskToken: string;
    error?: string | undefined;
    cause?: string | undefined;
  }): void;
  sendTaskHeartbeat(request: { taskToken: string }): void;
}

const checkOutput = (output: string) => {
  if (isTooLarge(output))
    throw new StatesApiError('InvalidOutput', 'Invalid Output: the output is too large');
  try {
    JSON.parse(output);
  } catch {
    throw new StatesApiError('InvalidOutput', `Invalid Output: 'Output is not valid JSON'`);
  }
};

const maxErrorLength = 256;
const maxCauseLength = 32_768;

const checkFailure = (error: string | undefined, cause: string | undefined) => {
  if ((error?.length ?? 0) > maxErrorLength || (cause?.length ?? 0) > maxCauseLength) {
    throw new StatesApiError(
      'ValidationException',
      `error has at most ${maxErrorLength} characters, cause ${maxCauseLength}`,
    );
  }
};

export const answerTokens = (tokens: Tokens): TokenAnswers => ({
  sendTaskSuccess: ({ taskToken, output }) => {
    checkOutput(output);
    tokens.find(taskToken).succeed(output);
  },
  sendTaskFailure: ({ taskToken, error, cause }) => {
    checkFailure(error, cause);
    tokens.find(taskToken).fail(error, cause);
  },
  sendTaskHeartbeat: ({ taskToken }) => tokens.find(taskToken).heartbeat(),
});
