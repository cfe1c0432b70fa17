/** How a call fails: a Slack error name, or an HTTP status as rate limits and outages have. */
export type Fault =
  | string
  | {
      /** HTTP status, e.g. 429 or 500. */
      status: number;
      /** Seconds, for 429. */
      retryAfter?: number;
      /** The call takes effect and only its answer is lost. */
      afterEffect?: boolean;
    };

/** `struck`: how many calls a planned fault has hit so far. */
export type Planned = { readonly struck: number };

export interface Faults {
  /** The next `times` calls of `method` (`*` = any) fail. */
  failNext: (method: string, fault: Fault, times?: number) => Planned;
  /** What was planned and has hit nothing: a test whose fault never struck shows nothing. */
  unstruck: () => string[];
  /** Nothing answers until `up()`. */
  down: () => void;
  up: () => void;
  clear: () => void;
}

export interface FaultSource extends Faults {
  isDown: () => boolean;
  take: (method: string) => Fault | undefined;
}

export const createFaults = (): FaultSource => {
  let planned: { method: string; fault: Fault; left: number; struck: number }[] = [];
  const all: { method: string; struck: number }[] = [];
  let down = false;
  return {
    failNext: (method, fault, times = 1) => {
      const plan = { method, fault, left: times, struck: 0 };
      planned.push(plan);
      all.push(plan);
      return plan;
    },
    unstruck: () =>
      all.filter(({ struck }) => struck === 0).map(({ method }) => `a fault of Slack (${method})`),
    down: () => {
      down = true;
    },
    up: () => {
      down = false;
    },
    clear: () => {
      planned = [];
      down = false;
    },
    isDown: () => down,
    take: method => {
      const plan = planned.find(one => one.left > 0 && (one.method === method || one.method === '*'));
      if (plan === undefined) return undefined;
      plan.left -= 1;
      plan.struck += 1;
      return plan.fault;
    },
  };
};
