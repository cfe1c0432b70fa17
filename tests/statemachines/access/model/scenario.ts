import type { Plan, World } from './world.ts';

/** What someone or something does from outside, at a time since the start. */
export type Action = { at: number; act: (world: World, outside: Outside) => void };
export type Outside = {
  now: () => number;
  /** Answers the token that is stored; whatever comes back is ignored, as the shipped code does. */
  resume: (token: string | undefined) => void;
  fail: (token: string | undefined, error: string) => void;
};

export type Expected = {
  /** Messages that arrived, in order. */
  notified: readonly string[];
  /** Access ends within this window, in ms since the start; undefined: there was never any, or it stays. */
  gone?: readonly [from: number, to: number];
  status: string;
  /** The execution; by default it succeeds. */
  execution?: 'FAILED';
  transitions: number;
  /** When the whole execution is over, ms since the start. Default: by five minutes after `gone`. */
  over?: number | readonly [from: number, to: number];
  /** Exact numbers of calls by state. */
  calls?: Readonly<Record<string, number>>;
  notYet?: number;
  /** How often people are warned before it is time. Default: never. */
  warnedEarly?: number;
};

export type Scenario = {
  name: string;
  /** Starts with someone's approval to wait for; by default it is granted at once. */
  asks?: boolean;
  /** The access is asked for from this time on, in ms since the start. */
  startsIn?: number;
  faults?: Readonly<Record<string, Plan>>;
  actions?: readonly Action[];
  /** How long calls take, in ms, by state. */
  slow?: Readonly<Record<string, number>>;
  /** How condition failures of DynamoDB are spelled. */
  prefix?: 'DynamoDb' | 'DynamoDB';
  expected: Expected;
};
