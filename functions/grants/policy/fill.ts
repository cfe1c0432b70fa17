import { toIso } from '../../domain/time.ts';
import { datedPolicy, timeKey } from './dated.ts';
import { type PolicyStatement, type WrittenPolicy, writtenPolicy } from './statement.ts';

/** What stands in a template for what a target names. One resource becomes one for each value. */
export type Values = { partition: string; bucket?: string[]; arn?: string[] };
export type Placeholder = 'bucket' | 'arn';

/** `key`: of the target, or `template` where the template itself is at fault. */
export type Filled = { statements: PolicyStatement[] } | { problem: { key: string; message: string } };

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
const longestManagedPolicy = 6_144;

/**
 * Whoever is given one of these can give more, or enter another IAM role just before the end and stay there: no date in
 * the policy holds them.
 */
const beyondBounds = /^(\*|(iam|sts|organizations|account|sso|sso-admin|identitystore):.*)$/i;
/** Also what only begins alike, such as `i*:PassRole`. */
const anyService = /^[^:]*[*?][^:]*:/;

const placeholder = /\$\{(\w+)\}/g;

const namesIn = (text: string): string[] => [...text.matchAll(placeholder)].map(([, name = '']) => name);

const textsOf = (statement: WrittenPolicy['Statement'][number]): string[] => [
  ...statement.Resource,
  ...Object.values(statement.Condition ?? {}).flatMap(keys => Object.values(keys).flat()),
];

/** Of one text, for a text that holds two would be needed for every pair of values. */
const several = (text: string): boolean =>
  new Set(namesIn(text).filter(name => name !== 'partition')).size > 1;

const isKnown = (name: string): boolean => ['partition', 'bucket', 'arn'].includes(name);

const flawOf = (policy: WrittenPolicy): string | undefined => {
  const allows = policy.Statement.filter(({ Effect }) => Effect === 'Allow');
  if (allows.length === 0) return 'allows nothing';
  const beyond = allows
    .flatMap(({ Action }) => Action)
    .find(action => beyondBounds.test(action) || anyService.test(action));
  if (beyond !== undefined) return `allows ${beyond}, with which someone could keep access past its end`;
  const dated = policy.Statement.some(({ Condition = {} }) =>
    Object.values(Condition).some(keys =>
      Object.keys(keys).some(key => key.toLowerCase() === timeKey.toLowerCase()),
    ),
  );
  if (dated) return `has a condition on ${timeKey}: Curfew writes the dates`;
  const texts = policy.Statement.flatMap(textsOf);
  const mixed = texts.find(several);
  if (mixed !== undefined) return `holds two kinds of placeholders in one text: ${mixed}`;
  const strange = texts.flatMap(namesIn).find(name => !isKnown(name));
  return strange === undefined
    ? undefined
    : `holds \${${strange}}, which is neither \${bucket}, \${arn} nor \${partition}`;
};

/** The text of a template → a policy with placeholders, or in words what is wrong with it. */
export const readTemplate = (text: string): { policy: WrittenPolicy } | { flaw: string } => {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { flaw: `is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = writtenPolicy.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { flaw: `is no policy that can be used here: ${issue?.path.join('.')} ${issue?.message}` };
  }
  const flaw = flawOf(parsed.data);
  return flaw === undefined ? { policy: parsed.data } : { flaw };
};

/** One text for each value of the placeholder in it; never a text put together with another's. */
const eachValue = (text: string, values: Values): string[] => {
  const whole = text.replaceAll(/\$\{partition\}/g, () => values.partition);
  const [name] = namesIn(whole);
  if (name !== 'bucket' && name !== 'arn') return [whole];
  return (values[name] ?? []).map(value => whole.replace(placeholder, () => value));
};

const filledStatement = (
  { Sid, Effect, Action, Resource, Condition }: WrittenPolicy['Statement'][number],
  values: Values,
): PolicyStatement => ({
  ...(Sid !== undefined && { Sid }),
  Effect,
  Action,
  Resource: Resource.flatMap(text => eachValue(text, values)),
  ...(Condition && {
    Condition: Object.fromEntries(
      Object.entries(Condition).map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(keys).map(([key, texts]) => [key, texts.flatMap(text => eachValue(text, values))]),
        ),
      ]),
    ),
  }),
});

const keys: Record<Placeholder, string> = { bucket: 'buckets', arn: 'arns' };

/** Every placeholder has its values, and every value its place. */
const mismatch = (policy: WrittenPolicy, values: Values): { key: string; message: string } | undefined => {
  const named = new Set(policy.Statement.flatMap(textsOf).flatMap(namesIn));
  for (const name of ['bucket', 'arn'] as const) {
    if (named.has(name) && values[name] === undefined)
      return { key: keys[name], message: `is missing: the template stands for each of them as \${${name}}` };
    if (!named.has(name) && values[name] !== undefined)
      return { key: keys[name], message: `has no place in the template, which holds no \${${name}}` };
  }
  return undefined;
};

/** `longest`: in characters. Puts a target's values into a template, as structures. A policy that would be too long for AWS is a problem too. */
export const fillTemplate = (
  policy: WrittenPolicy,
  values: Values,
  longest = longestManagedPolicy,
): Filled => {
  const problem = mismatch(policy, values);
  if (problem !== undefined) return { problem };
  const statements = policy.Statement.map(each => filledStatement(each, values));
  const { length } = datedPolicy(statements, { until: toIso(0), bound: toIso(0) });
  return length <= longest
    ? { statements }
    : {
        problem: {
          key: values.bucket === undefined ? 'arns' : 'buckets',
          message: `make a policy of ${length} characters; AWS allows ${longest}. Split the role`,
        },
      };
};
