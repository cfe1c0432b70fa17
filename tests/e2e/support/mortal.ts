import type { StepDeps } from '../../../functions/steps/port.ts';
import type { AwsWorld } from '../../../local/aws/index.ts';
import { type Around, aroundCalls } from './around-calls.ts';

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

/** The dependencies of a Lambda whose every call, to the ledger, Slack or AWS, is a point at which it may die. */
export const mortalDeps = (deps: StepDeps, aws: AwsWorld, mode: 'grant' | 'revoke', life: Life): StepDeps =>
  aroundCalls(deps, aws, mode, mortal(life));

/** Dies when its time has come. */
export const mortal =
  (life: Life): Around =>
  async (at, call) => {
    if (life.dead) throw died();
    life.calls += 1;
    const dies = life.calls === life.diesAt;
    if (dies) life.at = at;
    if (dies && life.when === 'before') {
      life.dead = true;
      throw died();
    }
    const answer = await call();
    if (dies || life.dead) {
      life.dead = true;
      throw died();
    }
    return answer;
  };
