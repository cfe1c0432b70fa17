import type { DataFlow } from '../data-flow.ts';
import type { Definition } from '../definition.ts';

export type Finding = {
  lint: string;
  /** Where, e.g. `Grant/Retry[0]`. */
  at: string;
  message: string;
};

export type LintOptions = {
  /** Keys of the execution's input. */
  input: readonly string[];
  /** `${Names}` that the template fills in. */
  placeholders: readonly string[];
  /** Every error name that may be listed, AWS's own aside. */
  errors: readonly string[];
  /** From this state on only Task states may compute. */
  liveFrom?: string;
  /** States whose work must be dead before anything else starts: a timeout there is never tried again. */
  neverRetryTimeout?: readonly string[];
};

export type Subject = { machine: Definition; options: LintOptions; dataFlow: DataFlow };
export type Rule = (subject: Subject) => Finding[];
