import type { CliDeps, Deployment, ExitCode } from '../../cli/port.ts';
import { run } from '../../cli/run.ts';
import { type AuditEntry, type AuditHead, verifyChain } from '../../functions/domain/audit.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { type CatalogEntry, catalogEntry } from '../../functions/domain/catalog-entry.ts';
import { CurfewError } from '../../functions/domain/errors.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import type { CheckResult } from '../../functions/grants/port.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import { record } from '../functions/domain/fixtures.ts';

export const now = Date.parse('2026-11-20T10:00:00.000Z');

/** A deployment in memory. `saved` counts the applies that went through. */
export type FakeDeployment = {
  catalog?: Catalog;
  /** Another apply that comes in between. */
  overtaken?: boolean;
  live?: RequestRecord[];
  chains?: Record<string, AuditEntry[]>;
  heads?: Record<string, AuditHead>;
  /** What else the items say of requests that have a head. */
  records?: Record<string, Partial<RequestRecord>>;
  heldBack?: RequestRecord[];
  /** What was restored, and which head it replaced. */
  restored?: [RequestRecord, number | undefined][];
  /** Of the credentials in use. */
  accountId?: string;
  /** The chain of applied catalogs. */
  applied?: CatalogEntry[];
  /** A request whose entries have lost their shape. */
  unreadable?: string;
  check?: (kind: string, group: unknown) => CheckResult;
};

const deploymentOf = (fake: FakeDeployment): Deployment => ({
  catalog: {
    load: async () => fake.catalog,
    async save(catalog, expectVersion) {
      if (fake.overtaken || fake.catalog?.version !== expectVersion) return 'conflict';
      fake.catalog = catalog;
      return 'saved';
    },
  },
  liveRequests: async () => fake.live ?? [],
  audit: {
    async entries(id) {
      if (id === fake.unreadable)
        throw new CurfewError('UnreadableRecord', `audit entry 2 of ${id}.at is not a time`);
      return fake.chains?.[id] ?? [];
    },
    async chain(id) {
      const entries = fake.chains?.[id] ?? [];
      return { entries, sound: verifyChain(entries, sha256).ok };
    },
    requestIds: async () => Object.keys(fake.chains ?? {}),
  },
  heldBack: async () => fake.heldBack ?? [],
  async restore(next, seen) {
    if (fake.overtaken === true) return false;
    fake.restored = [...(fake.restored ?? []), [next, seen]];
    return true;
  },
  holders: async () => ['r-1'],
  holds: async () => 'yes',
  identity: async () => ({
    accountId: fake.accountId ?? '111111111111',
    arn: 'arn:aws:iam::111111111111:user/operator',
  }),
  catalogChain: {
    entries: async () => fake.applied ?? [],
    async applied({ version, hash, at }) {
      const known = fake.applied ?? [];
      const last = known.at(-1);
      if (last?.seq === version && last.catalogHash === hash) return;
      fake.applied = [...known, catalogEntry({ version, hash, at }, last?.hash ?? '', sha256)];
    },
  },
  async request(id) {
    const head = fake.heads?.[id];
    return head && record({ requestId: id, auditSeq: head.seq, auditHash: head.hash, ...fake.records?.[id] });
  },
  check: async (kind, target) => fake.check?.(kind, target) ?? { ok: true },
});

export type Ran = { code: ExitCode; out: string; err: string };

/** Runs one command line over files by path and, when given, a deployment. */
export const curfew = async (
  line: string,
  files: Record<string, string> = {},
  deployment?: FakeDeployment,
): Promise<Ran> => {
  const out: string[] = [];
  const err: string[] = [];
  const deps: CliDeps = {
    out: text => out.push(text),
    err: text => err.push(text),
    async readText(path) {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
      return text;
    },
    deployment: async () =>
      deployment === undefined ? { missing: ['PROJECTS_TABLE'] } : { found: deploymentOf(deployment) },
    now: () => now,
  };
  const code = await run(line.split(' ').filter(Boolean), deps);
  return { code, out: out.join('\n'), err: err.join('\n') };
};
