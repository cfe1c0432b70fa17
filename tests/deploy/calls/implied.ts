import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { LambdaName } from '../../../statemachines/names.ts';

type Configured = {
  kmsKeyArn?: unknown;
  destinations?: { onFailure?: { type: string } };
};

// Tags such as !GetAtt are CloudFormation's; only whether a value stands here matters.
const { functions } = parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }) as {
  functions: Record<LambdaName, Configured>;
};

/**
 * What the Lambda service does with a function's own IAM role: it writes the log, opens an encrypted environment, and
 * keeps what could not be run.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 */
export const impliedByServerless = (name: LambdaName): string[] => {
  const { kmsKeyArn, destinations } = functions[name];
  const kept = destinations?.onFailure;
  return [
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    ...(kmsKeyArn === undefined ? [] : ['kms:Decrypt']),
    ...(kept === undefined ? [] : [`${kept.type}:SendMessage`]),
  ];
};

type State = { Resource?: string };
const machine = JSON.parse(readFileSync('statemachines/access.asl.json', 'utf8')) as {
  States: Record<string, State>;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `…:::lambda:invoke` and `…:::aws-sdk:dynamodb:getItem`, whatever they wait for, → IAM actions. */
const actionOf = (resource: string): string => {
  const task = resource.replace(/\.waitForTaskToken$/, '');
  if (task === 'arn:aws:states:::lambda:invoke') return 'lambda:InvokeFunction';
  const [, service, operation] = /^arn:aws:states:::aws-sdk:(\w+):(\w+)$/.exec(task) ?? [];
  if (service === undefined || operation === undefined) throw new Error(`Which IAM action is ${resource}?`);
  return `${service}:${capital(operation)}`;
};

/** What the states of the machine call. */
export const calledByStates = (): string[] => [
  ...new Set(
    Object.values(machine.States).flatMap(({ Resource }) =>
      Resource === undefined ? [] : actionOf(Resource),
    ),
  ),
];
