import { capital, type LambdaName } from '../statemachines/names.ts';

/**
 * Fixed names instead of generated ones: policies can deny by name, trust policies of other accounts can name the
 * roles, the machine's ARN is known before it exists, and a second installation fails instead of starting with an empty
 * ledger beside one with live grants.
 */
export const createNames = (stage: string) => {
  const prefix = `curfew-${stage}`;
  return {
    prefix,
    machine: (name: string) => `${prefix}-${name}`,
    lambda: (name: LambdaName) => `${prefix}-${name}`,
    role: (name: string) => `${prefix}-${name}`,
    machineRole: (name: string) => `${prefix}-${roleOfMachine(name)}`,
    table: (name: string) => `${prefix}-${name}`,
  };
};
export type Names = ReturnType<typeof createNames>;

/**
 * The first machine was the only one, so its role and log group are not named after it. They stay so: under another id
 * CloudFormation would make the log group again while the old one still has its name, and fail.
 */
const first = 'access';
/** A Lambda may have the name of a machine, so its role has more than that. */
const roleOfMachine = (name: string): string => (name === first ? 'machine' : `${name}-machine`);

/** `second-look` → `SecondLook`. */
const joined = (name: string): string => name.split('-').map(capital).join('');

/** Logical ids in the template. Those of Lambdas and their log groups are the Serverless Framework's. */
export const logicalId = {
  lambda: (name: LambdaName) => `${capital(name)}LambdaFunction`,
  lambdaLog: (name: LambdaName) => `${capital(name)}LogGroup`,
  role: (name: string) => `${capital(name)}Role`,
  table: (name: string) => `${capital(name)}Table`,
  machine: (name: string) => `${joined(name)}Machine`,
  machineRole: (name: string) => `${joined(roleOfMachine(name))}Role`,
  machineLog: (name: string) => `${joined(roleOfMachine(name))}LogGroup`,
} as const;
