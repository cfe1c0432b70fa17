import { type DurationRange, parseDuration } from '../functions/domain/duration.ts';
import type { KeyPath, KeyProblem } from './problem.ts';
import { noSuch } from './problem.ts';

/** Collects what is wrong while names and durations are resolved, so that everything is reported at once. */
export type Reporter = {
  /** Everything reported so far. */
  problems: KeyProblem[];
  problem(path: KeyPath, message: string): void;
  /** Text → ms. A refused text is reported and counts as the least allowed. */
  duration(path: KeyPath, text: string, range: DurationRange): number;
  /** Reports each name that is not among the known ones, or appears twice. `what`: e.g. `person`. */
  names(path: KeyPath, what: string, names: readonly string[], known: readonly string[]): void;
};

export const createReporter = (): Reporter => {
  const problems: KeyProblem[] = [];
  const problem = (path: KeyPath, message: string): void => {
    problems.push({ path, message });
  };
  return {
    problems,
    problem,
    duration(path, text, range) {
      const parsed = parseDuration(text, range);
      if (parsed.ok) return parsed.ms;
      problem(path, `${parsed.message.slice(0, 1).toLowerCase()}${parsed.message.slice(1)}`);
      return range.minMs;
    },
    names(path, what, names, known) {
      for (const [index, name] of names.entries()) {
        if (!known.includes(name)) problem([...path, index], noSuch(what, name, known));
        else if (names.indexOf(name) < index) problem([...path, index], `\`${name}\` appears here twice`);
      }
    },
  };
};
