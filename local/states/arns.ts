import { StatesApiError } from './errors.ts';

export interface Place {
  readonly region: string;
  readonly accountId: string;
}

const prefix = ({ region, accountId }: Place) => `arn:aws:states:${region}:${accountId}`;

export const stateMachineArn = (place: Place, name: string): string =>
  `${prefix(place)}:stateMachine:${name}`;

export const executionArn = (place: Place, machine: string, name: string): string =>
  `${prefix(place)}:execution:${machine}:${name}`;

// Whitespace, brackets, wildcards and these marks are not allowed in names.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/;

/** At most 80 characters. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const checkName = (name: string): string => {
  if (name.length < 1 || name.length > 80 || forbidden.test(name)) {
    throw new StatesApiError('InvalidName', `Invalid Name: '${name}'`);
  }
  return name;
};

const arnShape = /^arn:aws:states:[a-z0-9-]+:\d{12}:(stateMachine|execution):.+$/;

export const checkArn = (arn: string, kind: 'stateMachine' | 'execution'): string => {
  if (arnShape.exec(arn)?.[1] !== kind) {
    throw new StatesApiError('InvalidArn', `Invalid Arn: 'Invalid ARN: ${arn}'`);
  }
  return arn;
};
