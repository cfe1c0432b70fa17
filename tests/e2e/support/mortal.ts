import { createKinds } from '../../../functions/grants/index.ts';
import type { StepDeps } from '../../../functions/steps/port.ts';
import type { AwsWorld } from '../../../local/aws/index.ts';

/** A Lambda that dies at one await point, and is alive again at its next invocation. */
export type Life = {
  /** Counted over the whole life; 0 never dies. */
  diesAt: number;
  /** Before the call takes effect, or after it. */
  when: 'before' | 'after';
  calls: number;
  dead: boolean;
  /** What it died at, for messages. */
  at?: string;
};

export const newLife = (diesAt: number, when: Life['when']): Life => ({
  diesAt,
  when,
  calls: 0,
  dead: false,
});

const died = (): Error => {
  const error = new Error('The process exited.');
  error.name = 'Runtime.ExitError';
  return error;
};

/** Every async method of `target` becomes a point at which the Lambda may die; once dead, nothing works any more. */
const mortal = <T extends object>(target: T, life: Life, name: string): T =>
  new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]): Promise<unknown> => {
        if (life.dead) throw died();
        life.calls += 1;
        const dies = life.calls === life.diesAt;
        if (dies) life.at = `${name}.${String(key)}`;
        if (dies && life.when === 'before') {
          life.dead = true;
          throw died();
        }
        const answer: unknown = await Reflect.apply(value, object, given);
        if (dies || life.dead) {
          life.dead = true;
          throw died();
        }
        return answer;
      };
    },
  });

/** The dependencies of a Lambda whose every call, to the ledger, Slack or AWS, is a point at which it may die. */
export const mortalDeps = (deps: StepDeps, aws: AwsWorld, mode: 'grant' | 'revoke', life: Life): StepDeps => {
  const { iam, ssoAdmin } = aws.apis(mode);
  return {
    ...deps,
    requests: mortal(deps.requests, life, 'requests'),
    holdings: mortal(deps.holdings, life, 'holdings'),
    audit: mortal(deps.audit, life, 'audit'),
    catalog: mortal(deps.catalog, life, 'catalog'),
    slack: mortal(deps.slack, life, 'slack'),
    kinds: createKinds({
      iam: (account, calling) => mortal(iam(account, calling), life, 'iam'),
      ssoAdmin: (account, calling) => mortal(ssoAdmin(account, calling), life, 'sso'),
    }),
  };
};
