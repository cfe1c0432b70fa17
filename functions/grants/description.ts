import type { Person, Target } from '../domain/catalog.ts';
import type { Iso } from '../domain/time.ts';

/** Who a person is in AWS, or in words for the requester why that is not known. */
export type PrincipalOutcome = { found: string } | { refused: string };

/** What a requester does to use the access, in order. */
export type HowTo = { steps: string[]; link?: { label: string; url: string } };

/** What is known of a kind without AWS: all that the Slack-facing bundle carries of it. */
export interface KindDescription<T extends Target = Target> {
  /** The name in `access.yml`, e.g. `iam-group`. */
  kind: string;
  /** For people, e.g. `IAM group`. */
  label: string;
  /** Who is given the target when the person asks for it; missing or ambiguous is a refusal in words for the requester. */
  principal(person: Person, target: T): PrincipalOutcome;
  /**
   * What only one may change at a time; begins with the kind and a colon. Requests with one key hold one thing together. Where
   * each request makes what carries its access, the key is the request's alone.
   */
  resourceKey(target: T, principal: string, requestId: string): string;
  /**
   * What AWS takes only so many changes of at once, e.g. `iam/111111111111`. Kinds that share the limit give it one
   * name.
   */
  queue(target: T): string;
  /** The target in a few words, e.g. `admin_RDS in staging`. */
  describe(target: T): string;
  /** Does AWS itself deny after `until`, even if every revoker is dead? */
  endsItself(target: T): boolean;
  /** How long a running session may outlive the end, in ms; 0 when access ends at once. */
  residualMs(target: T): number;
  /** What the requester does to use the access. */
  howTo(target: T, principal: string, until: Iso): HowTo;
}
