import type { Target } from '../domain/catalog.ts';

/** Operator → condition key → values, any of which will do. */
export type Condition = Record<string, Record<string, string[]>>;

/**
 * What one statement of an IAM policy allows, in no template's language. In resources and in the values of conditions
 * `partition` and `thisAccount` are placeholders for what is known only where the policy is.
 */
export type Statement = {
  /** Letters and digits; unique in the IAM role, so it names what the kind alone does. */
  Sid: string;
  Action: string[];
  Resource: string[];
  Condition?: Condition;
};

/** The statements that a kind needs for a list of its targets, none of them without a target. */
export type KindPermissions<T extends Target = Target> = {
  /** Whose credentials change a target: its own account's, or Curfew's whatever the account. */
  credentials: 'target account' | 'home account';
  /** Reaches these targets and no other with anything but `Get*`, `List*` and `Describe*`. */
  grant(targets: readonly T[]): Statement[];
  /** Wider on purpose: what has left access.yml must still be revoked from whoever holds it. */
  revoke(targets: readonly T[]): Statement[];
};

const placeholder = (name: string): string => `\${${name}}`;

/** The partition of AWS that the policy is in, e.g. `aws`. */
export const partition = placeholder('Partition');
/** The account that the policy is in. */
export const thisAccount = placeholder('Account');

/** Replaces the placeholders. */
export const fillIn = (text: string, place: { partition: string; account: string }): string =>
  text.replaceAll(partition, place.partition).replaceAll(thisAccount, place.account);

/** An ARN in IAM, which has no region. `rest`: e.g. `user/alice`. */
export const iamArn = (account: string, rest: string): string => `arn:${partition}:iam::${account}:${rest}`;

/** At most `most` together, in order: a statement has to fit into one managed policy. */
export const inChunks = <T>(all: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most),
  );

/** What the statement with this Sid takes, over as many as it needs, each with a Sid of its own. */
export const inStatements = (Sid: string, resources: readonly string[]): [sid: string, of: string[]][] =>
  inChunks(resources, 40).map((of, index) => [index === 0 ? Sid : `${Sid}${index + 1}`, of]);

/** Each text once, sorted. */
export const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
