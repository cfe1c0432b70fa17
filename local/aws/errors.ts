/** An error as the SDK throws it: the name is AWS's code, `$metadata` names the request. */
export class AwsError extends Error {
  readonly $metadata: { requestId?: string; httpStatusCode?: number; attempts: number } = { attempts: 1 };

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Stands for the Lambda dying at this point: nothing may catch it but the test. */
export class CrashError extends Error {
  constructor(operation: string, when: 'before' | 'after') {
    super(`the process died ${when} ${operation}`);
    this.name = 'CrashError';
  }
}

export const noSuchEntity = (what: string, name: string): AwsError =>
  new AwsError('NoSuchEntityException', `The ${what} with name ${name} cannot be found.`);

/** As the identity store says it: with what it did not find. */
export const directoryNotFound = (
  ResourceType: 'USER' | 'GROUP' | 'GROUP_MEMBERSHIP',
  ResourceId: string,
): AwsError =>
  Object.assign(new AwsError('ResourceNotFoundException', `${ResourceType} not found.`), {
    ResourceType,
    ResourceId,
  });

export const notFound = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${what} not found`);
