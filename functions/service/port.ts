import type { DecisionRefusal } from '../domain/approval/index.ts';
import type { Catalog, Person } from '../domain/catalog.ts';
import type { Account } from '../domain/identity.ts';
import type { Actor, RequestRecord } from '../domain/record.ts';
import type { WayIn } from '../domain/source.ts';
import type { FieldProblem } from '../domain/valid-request.ts';

/** A person as a source has identified them, by the account they act with. */
export type Identity = { person: Person; actor: Actor };

/** Who acts, and from where. Each source identifies by its own means; the service takes its word. */
export type Caller = Identity & { source: WayIn };

/** Who gives up what they asked for: known by their account alone, for nobody needs the rules' leave to do so. */
export type Giver = Omit<Caller, 'person'> & { person?: Person };

/**
 * What people can do with requests, whatever the source. Each method reads the table once, makes one conditional write
 * and answers one task token; it may be repeated. A refusal is a value with words for the person who asked; only a
 * failing table or Slack throws.
 */
export interface Service {
  /** The applied catalog; undefined when none was applied yet. */
  catalog(): Promise<Catalog | undefined>;
  /**
   * Validates, runs the same `decide()` as the state machine, records NEW under `requestId` and starts the execution.
   * `form`: as `validateRequest` takes it. The same `requestId` again answers the recorded request.
   */
  submit(requestId: string, form: unknown, caller: Caller): Promise<Submitted>;
  approve(requestId: string, caller: Caller): Promise<Acted>;
  /** `reason`: free text that the requester will read, not empty; one denial closes the request. */
  deny(requestId: string, caller: Caller, reason: string): Promise<Acted>;
  /** The requester withdraws the request before anything was granted; an owner of the project, what is approved for later. */
  cancel(requestId: string, caller: Giver): Promise<Acted>;
  /** The requester ("I'm done") or an owner of the project ends live access. `reason`: free text that both will read; an owner has to give one. */
  end(requestId: string, caller: Giver, reason?: string): Promise<Acted>;
  /**
   * "I'm done": as `end` for the requester, unless other live requests of theirs hold the same. Then nothing is ended: the
   * refusal `held-besides` says which they are, so that people can say what they want to end.
   */
  done(requestId: string, caller: Giver): Promise<Acted>;
  /** Other live requests of the same person that hold something of what this one holds, what ends first coming first. */
  heldBesides(requestId: string): Promise<RequestRecord[]>;
  /** The requester gets more time: `byMs` on top of the present end, at least a minute and within the role's total. */
  extend(requestId: string, caller: Caller, byMs: number): Promise<Acted>;
  /** People of security end access that the parts of the ledger do not agree on. */
  endHeldBack(requestId: string, caller: Caller): Promise<Acted>;
  /** undefined: there is no such request. */
  find(requestId: string): Promise<RequestRecord | undefined>;
  /**
   * What a person sees on their own page. `person`: undefined for an account that the rules do not know, which still sees
   * what it has.
   */
  home(account: Account, person: Person | undefined): Promise<Home>;
}

/** All active requests that concern a person, and their last ones that are over. */
export type Home = {
  /** Their own, what ends first coming first. */
  mine: RequestRecord[];
  /** Other people's, for them to decide on, oldest first. */
  waiting: Others;
  /** Other people's live access in their projects, what ends first coming first. */
  owned: Others;
  /** Newest first. */
  history: RequestRecord[];
};

export type Others = {
  shown: RequestRecord[];
  /** Number of requests that may belong here too and were not looked at. */
  unread: number;
};

export type { FieldProblem } from '../domain/valid-request.ts';

/** `started`: false when the sweeper has to start the execution. */
export type Submitted =
  | { ok: true; record: RequestRecord; started: boolean }
  | { ok: false; problems: FieldProblem[] };

/**
 * `message`: words for the person. `record`: the request as it is after the click, so that the source can redraw what
 * it shows; absent when there is no such request.
 */
export type Acted =
  | { ok: true; record: RequestRecord; message: string }
  | {
      ok: false;
      code: ActRefusal;
      message: string;
      record?: RequestRecord;
      /** Of `held-besides`: the requests that keep the access. */
      besides?: RequestRecord[];
    };

export type ActRefusal =
  | DecisionRefusal
  | 'unknown-request'
  | 'not-a-person'
  | 'not-yours'
  | 'not-security'
  | 'not-live'
  | 'too-long'
  | 'already-asked'
  | 'needs-reason'
  | 'held-besides'
  | 'try-again';
