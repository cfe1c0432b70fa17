import type { AuditEntry } from '../functions/domain/audit.ts';
import type { Catalog, Target } from '../functions/domain/catalog.ts';
import type { Chain } from '../functions/domain/lost-request.ts';
import type { RequestRecord } from '../functions/domain/record.ts';
import type { CheckResult } from '../functions/grants/port.ts';
import type { CatalogChain } from '../functions/ledger/catalog-chain.ts';

/** What the commands need of a deployment. */
export interface Deployment {
  catalog: {
    /** The catalog in force; undefined when none was applied yet. */
    load(): Promise<Catalog | undefined>;
    /** As `CatalogStore.save`. */
    save(catalog: Catalog, expectVersion: number | undefined): Promise<'saved' | 'conflict'>;
  };
  /** What was put in force so far. */
  catalogChain: Pick<CatalogChain, 'entries' | 'applied'>;
  /** Requests that may have access in AWS right now. */
  liveRequests(): Promise<RequestRecord[]>;
  audit: {
    /** In order of their sequence. */
    entries(requestId: string): Promise<AuditEntry[]>;
    /** The same entries, and whether each follows from the one before it. */
    chain(requestId: string): Promise<Chain>;
    requestIds(): Promise<string[]>;
  };
  /**
   * Requests that item, chain and holders do not agree on: held back already, behind their chain, or only in a chain.
   */
  heldBack(): Promise<RequestRecord[]>;
  /** As `Requests.restore`. */
  restore(record: RequestRecord, seen: number | undefined): Promise<boolean>;
  /** Ids of the requests that hold a resource key. */
  holders(resourceKey: string): Promise<string[]>;
  /** Is the access in AWS now? In words, also where that cannot be found out. */
  holds(kind: string, target: Target, principal: string): Promise<string>;
  /** Whose credentials are used, and in which account (12 digits). */
  identity(): Promise<{ accountId: string; arn: string }>;
  /** The request's item; undefined when there is none. */
  request(requestId: string): Promise<RequestRecord | undefined>;
  /** Does the target exist, and may we change it? Reads from AWS; `kind`: its name in access.yml. */
  check(kind: string, target: Target): Promise<CheckResult>;
}

/** What the commands use of the outside. `out` and `err` print one line. */
export type CliDeps = {
  out(line: string): void;
  err(line: string): void;
  /** Rejects with a Node.js system error (`ENOENT`, …) when the file cannot be read. */
  readText(path: string): Promise<string>;
  /** The deployment the environment names, or which variables are missing to name one. */
  deployment(): Promise<{ found: Deployment } | { missing: string[] }>;
  /** Epoch ms. */
  now(): number;
};

/** 0: fine. 1: something is wrong with what was looked at. 2: the command was not understood. */
export type ExitCode = 0 | 1 | 2;
