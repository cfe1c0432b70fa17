import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { LambdaName } from '../../statemachines/names.ts';

type Written = {
  provider: { environment: Record<string, string> };
  functions: Record<LambdaName, { timeout: number; environment?: Record<string, string> }>;
};

// Tags such as !Ref are CloudFormation's; their values are given by whoever asks.
const { provider, functions } = parse(readFileSync('serverless.yml', 'utf8'), {
  logLevel: 'silent',
  merge: true,
}) as Written;

/** What only a deployment can work out. */
const isOpen = (value: string): boolean => /\$\{|AWS::/.test(value);

/**
 * Exactly the variables that serverless.yml gives a Lambda, for a stage. `values` are those that a deployment works out;
 * whatever else is in it is left out. Throws when one is missing.
 */
export const environmentFor = (
  name: LambdaName,
  stage: string,
  values: Record<string, string>,
): Record<string, string> => {
  const written = Object.entries({ ...provider.environment, ...functions[name].environment });
  return Object.fromEntries(
    written.map(([variable, text]) => {
      const value = values[variable] ?? String(text).replace(/\$\{sls:stage\}/g, stage);
      if (isOpen(value))
        throw new Error(`serverless.yml gives ${name} ${variable}: ${text}. What is it here?`);
      return [variable, value];
    }),
  );
};

export const timeoutMsOf = (name: LambdaName): number => functions[name].timeout * 1000;
