/** Which calls of the JSON protocol: `input` is the call's, as DynamoDB spells it. */
export type CallMatch = (action: string, input: Record<string, unknown>) => boolean;

/** A fault that was planned. `struck`: how many calls it has hit so far, so that a test can see that it did. */
export type Planned = { readonly struck: number };

export type DynamoDbFaults = {
  /** The next `times` matching calls have no effect and fail, at every attempt of the SDK. */
  fail(match: CallMatch, times: number, name?: string): Planned;
  /**
   * The next `times` matching calls have their effect, and the answer to the first attempt never arrives; with
   * `every`, to no attempt. `then` runs in between: what others do before the SDK tries again.
   */
  loseAnswer(match: CallMatch, times: number, how?: { every?: boolean; then?: () => Promise<void> }): Planned;
  /** The first attempt of the next `times` matching calls fails without effect; the SDK tries again after `then`. */
  stumble(match: CallMatch, times: number, then?: () => Promise<void>): Planned;
  /** What was planned and has hit nothing: a test whose fault never struck shows nothing. */
  unstruck(): string[];
  clear(): void;
};

type Fault = {
  match: CallMatch;
  left: number;
  planned: { struck: number };
  struck: Struck;
  /** Strikes the later attempts of the same call too. */
  lasting: boolean;
};

/** What happens to one attempt. */
type Struck = { effect: boolean; name: string; then?: (() => Promise<void>) | undefined };

/** `take`: the fault that strikes this attempt of the call `id`, if any. */
export const createDynamoDbFaults = (): {
  faults: DynamoDbFaults;
  points: { take(id: string, action: string, body: string): Struck | undefined };
} => {
  let faults: Fault[] = [];
  const lasting = new Map<string, Struck>();
  const spared = new Set<string>();

  const all: { struck: number; what: string }[] = [];
  const plan = (fault: Omit<Fault, 'planned'>): Planned => {
    const planned = {
      struck: 0,
      what: `a fault of DynamoDB (${fault.struck.effect ? 'answer lost' : fault.struck.name})`,
    };
    all.push(planned);
    faults.push({ ...fault, planned });
    return planned;
  };

  return {
    faults: {
      fail: (match, times, name = 'InternalServerError') =>
        plan({ match, left: times, lasting: true, struck: { effect: false, name } }),
      loseAnswer: (match, times, { every = false, then } = {}) =>
        plan({
          match,
          left: times,
          lasting: every,
          struck: { effect: true, name: 'InternalServerError', then },
        }),
      stumble: (match, times, then) =>
        plan({
          match,
          left: times,
          lasting: false,
          struck: { effect: false, name: 'InternalServerError', then },
        }),
      unstruck: () => all.filter(({ struck }) => struck === 0).map(({ what }) => what),
      clear() {
        faults = [];
        lasting.clear();
      },
    },
    points: {
      take(id, action, body) {
        const again = lasting.get(id);
        if (again !== undefined) return { ...again, then: undefined };
        faults = faults.filter(({ left }) => left > 0);
        if (faults.length === 0 || spared.has(id)) return undefined;
        const input = JSON.parse(body || '{}') as Record<string, unknown>;
        const fault = faults.find(({ match }) => match(action, input));
        if (fault === undefined) return undefined;
        fault.left -= 1;
        fault.planned.struck += 1;
        if (fault.lasting) lasting.set(id, fault.struck);
        else spared.add(id);
        return fault.struck;
      },
    },
  };
};
