import type { Catalog, Person } from '../domain/catalog.ts';
import type { Actor, RequestRecord } from '../domain/record.ts';
import type { FieldProblem } from '../domain/request.ts';
import type { Source } from '../domain/source.ts';

/**
 * What a person can do with requests, whatever the source (Slack today). Each method is one reading of the table, one
 * conditional write and one answer to the task token; every "no" is a value with words for the person who asked.
 */
export interface Service {
  /** The applied catalog, or a refusal in words when none was applied yet. */
  catalog(): Promise<Catalog | undefined>;
  /** Who a Slack account is; the refusal says why someone can neither ask nor decide (guest, bot, deactivated, unknown). */
  whoIs(account: SlackAccount): Promise<Who>;
  /**
   * Validates, runs the same `decide()` as the state machine, records NEW under `requestId` and starts the execution.
   * Submitting the same `requestId` again answers the recorded request.
   */
  submit(requestId: string, form: unknown, account: SlackAccount, source: Source): Promise<Submitted>;
  approve(requestId: string, account: SlackAccount, source: Source): Promise<Acted>;
  deny(requestId: string, account: SlackAccount, reason: string, source: Source): Promise<Acted>;
  /** The requester takes the request back before anything was granted. */
  cancel(requestId: string, account: SlackAccount, source: Source): Promise<Acted>;
  /** "I'm done": the requester (or an owner of the project) ends live access. */
  end(requestId: string, account: SlackAccount, source: Source): Promise<Acted>;
  /** More time, by `byMs` milliseconds. */
  extend(requestId: string, account: SlackAccount, byMs: number, source: Source): Promise<Acted>;
  find(requestId: string): Promise<RequestRecord | undefined>;
  /** Newest first, at most `limit`. */
  requestsOf(person: string, limit: number): Promise<RequestRecord[]>;
  /** PENDING requests that this person can approve now, oldest first. */
  waitingFor(person: Person): Promise<RequestRecord[]>;
}

/** From the signed payload only. */
export type SlackAccount = { teamId: string; userId: string };

export type Who = { known: Person; actor: Actor } | { refused: string };

export type { FieldProblem } from '../domain/request.ts';

export type Submitted =
  | { ok: true; record: RequestRecord; started: boolean }
  | { ok: false; problems: FieldProblem[] };

/** `record` is the request as it stands after the click, so that the source can redraw what it shows. */
export type Acted =
  | { ok: true; record: RequestRecord; message: string }
  | { ok: false; code: ActRefusal; message: string; record?: RequestRecord };

export type ActRefusal =
  | 'unknown-request'
  | 'not-a-person'
  | 'own-request'
  | 'not-an-approver'
  | 'already-voted'
  | 'already-decided'
  | 'past-deadline'
  | 'no-longer-allowed'
  | 'requester-gone'
  | 'not-yours'
  | 'not-live'
  | 'too-long'
  | 'already-asked'
  | 'try-again';
