import { queryFailure } from './errors.ts';

/** Faults to inject, for tests of what stands behind the machine. */
export interface Faults {
  /**
   * The next evaluation in the state fails once with `States.QueryEvaluationError`; with `field`
   * (`Output`, `Arguments`, `Condition`, …) the next evaluation of that field.
   */
  failEvaluation(stateName: string, field?: string): void;
  /** What was planned and has hit nothing: a test whose fault never struck shows nothing. */
  unstruck(): string[];
  /** Throws if a fault waits for this evaluation. */
  check(stateName: string, field: string): void;
}

export const createFaults = (): Faults => {
  const waiting = new Map<string, (string | undefined)[]>();
  return {
    failEvaluation: (stateName, field) => {
      waiting.set(stateName, [...(waiting.get(stateName) ?? []), field]);
    },
    unstruck: () =>
      [...waiting].flatMap(([name, fields]) => fields.map(() => `a failing evaluation in ${name}`)),
    check: (stateName, field) => {
      const fields = waiting.get(stateName);
      if (fields === undefined) return;
      const index = fields.findIndex(wanted => wanted === undefined || field.split(/[/[]/).includes(wanted));
      if (index < 0) return;
      fields.splice(index, 1);
      if (fields.length === 0) waiting.delete(stateName);
      throw queryFailure(`The evaluation of the field '${field}' failed by injection.`, field);
    },
  };
};
