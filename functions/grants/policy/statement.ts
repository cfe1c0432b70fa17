import * as z from 'zod';

/** A statement of a policy with every field a list, as AWS evaluates it. */
export type PolicyStatement = {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action: string[];
  Resource: string[];
  /** Operator → condition key → values. */
  Condition?: Record<string, Record<string, string[]>>;
};

const several = z.array(z.string().min(1)).min(1);

/** Letters and digits. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
const sid = z.string().regex(/^[A-Za-z0-9]*$/, 'should be letters and digits');

const effect = z.enum(['Allow', 'Deny']);

export const policyStatement: z.ZodType<PolicyStatement> = z.strictObject({
  Sid: sid.exactOptional(),
  Effect: effect,
  Action: several,
  Resource: several,
  Condition: z.record(z.string(), z.record(z.string(), several)).exactOptional(),
});

const oneOrSeveral = z.union([
  z
    .string()
    .min(1)
    .transform(text => [text]),
  several,
]);
const value = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const values = z.union([value.transform(text => [text]), z.array(value).min(1)]);

/**
 * A policy as AWS writes it, in which one stands for a list of one. What it does not know is refused: `NotAction` and
 * `NotResource` give more than they name, and a principal belongs to another sort of policy.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const writtenPolicy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.preprocess(
    given => (Array.isArray(given) ? given : [given]),
    z
      .array(
        z.strictObject({
          Sid: sid.optional(),
          Effect: effect,
          Action: oneOrSeveral,
          Resource: oneOrSeveral,
          Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
        }),
      )
      .min(1),
  ),
});

export type WrittenPolicy = z.infer<typeof writtenPolicy>;
