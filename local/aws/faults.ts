import type { OperationKind } from '../../functions/aws/sso-operation.ts';
import { AwsError, CrashError } from './errors.ts';

/** One call of an API, named like its IAM action, e.g. `iam:AddUserToGroup`; `*` is any. */
export type CallName = `iam:${string}` | `sso:${string}` | `identitystore:${string}` | 'sts:AssumeRole' | '*';

/** How often or until when (epoch ms); both may be given, neither means once. */
export type Bound = { times?: number; untilMs?: number };

export type Faults = {
  /** The call is answered with AWS's error of that name, e.g. `ThrottlingException`, and has no effect. `more`: its fields. */
  fail(call: CallName, errorName: string, bound?: Bound, more?: Record<string, string>): void;
  /** The call has its effect, but the answer never arrives. */
  loseAnswer(call: CallName, bound?: Bound): void;
  /** The call takes `ms` of virtual time before its effect. */
  delay(call: CallName, ms: number, bound?: Bound): void;
  /** The Lambda dies before the `nth` such call from now. */
  crashBefore(call: CallName, nth?: number): void;
  /** The Lambda dies after the effect of the `nth` such call from now, without having seen the answer. */
  crashAfter(call: CallName, nth?: number): void;
  /** Operations of Identity Center that start from now end FAILED. */
  failAssignment(kind: OperationKind | 'provisioning', reason: string, bound?: Bound): void;
  /** What was planned and has hit nothing: a test whose fault never struck shows nothing. */
  unstruck(): string[];
  /** Takes every fault back. */
  clear(): void;
};

type Plan = { what: string; struck: boolean };
type When = 'before' | 'after';
/** `nth`: the first call it happens to, counted from now. */
type Which = Bound & { nth?: number };
type Rule = {
  call: string;
  when: When;
  left: number;
  untilMs: number;
  skip: number;
  plan: Plan;
  act: () => Promise<void>;
};

/** What the fakes ask at each call. */
export type FaultPoints = {
  at(call: string, when: When): Promise<void>;
  /** Why an operation that starts now will fail, if it will. */
  assignmentFailure(kind: OperationKind | 'provisioning'): string | undefined;
};

const raise = (error: () => Error) => () => Promise.reject(error());

export const createFaults = (
  now: () => number,
  sleep: (ms: number) => Promise<void>,
): { faults: Faults; points: FaultPoints } => {
  let rules: Rule[] = [];
  let reasons: {
    kind: OperationKind | 'provisioning';
    reason: string;
    left: number;
    untilMs: number;
    plan: Plan;
  }[] = [];
  const plans: Plan[] = [];
  const planned = (what: string): Plan => {
    const plan = { what, struck: false };
    plans.push(plan);
    return plan;
  };

  const limits = ({ times, untilMs }: Bound) => ({
    left: times ?? (untilMs === undefined ? 1 : Number.POSITIVE_INFINITY),
    untilMs: untilMs ?? Number.POSITIVE_INFINITY,
  });
  const add = (call: CallName, when: When, act: () => Promise<void>, { nth = 1, ...bound }: Which = {}) => {
    const plan = planned(`a fault ${when} ${call}`);
    rules.push({ call, when, act, plan, skip: nth - 1, ...limits(bound) });
  };
  const addCrash = (call: CallName, when: When, nth: number) => {
    const error = () => new CrashError(call, when);
    add(call, when, raise(error), { nth });
  };
  const isSpent = (rule: { left: number; untilMs: number }) => rule.left <= 0 || now() >= rule.untilMs;

  const faults: Faults = {
    fail: (call, errorName, bound, more = {}) => {
      const error = () => Object.assign(new AwsError(errorName, `${errorName} (injected)`), more);
      add(call, 'before', raise(error), bound);
    },
    loseAnswer: (call, bound) => {
      const error = () => Object.assign(new Error('the answer was lost'), { name: 'TimeoutError' });
      add(call, 'after', raise(error), bound);
    },
    delay: (call, ms, bound) => add(call, 'before', () => sleep(ms), bound),
    crashBefore: (call, nth = 1) => addCrash(call, 'before', nth),
    crashAfter: (call, nth = 1) => addCrash(call, 'after', nth),
    failAssignment: (kind, reason, bound = {}) => {
      reasons.push({ kind, reason, plan: planned(`a failing ${kind}`), ...limits(bound) });
    },
    unstruck: () => plans.filter(({ struck }) => !struck).map(({ what }) => what),
    clear: () => {
      rules = [];
      reasons = [];
    },
  };

  const points: FaultPoints = {
    async at(call, when) {
      rules = rules.filter(rule => !isSpent(rule));
      for (const rule of rules.filter(each => each.when === when && ['*', call].includes(each.call))) {
        if (rule.skip > 0) {
          rule.skip -= 1;
          continue;
        }
        rule.left -= 1;
        rule.plan.struck = true;
        await rule.act();
      }
    },
    assignmentFailure(kind) {
      const found = reasons.find(each => each.kind === kind && !isSpent(each));
      if (found !== undefined) {
        found.left -= 1;
        found.plan.struck = true;
      }
      return found?.reason;
    },
  };

  return { faults, points };
};
