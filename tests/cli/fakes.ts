import type { CliDeps, Deployment, ExitCode } from '../../cli/port.ts';
import { run } from '../../cli/run.ts';
import type { AuditEntry, AuditHead } from '../../functions/domain/audit.ts';
import type { Catalog } from '../../functions/domain/catalog.ts';
import { CurfewError } from '../../functions/domain/errors.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import type { CheckResult } from '../../functions/grants/port.ts';

export const now = Date.parse('2026-11-20T10:00:00.000Z');

/** A deployment in memory. `saved` counts the applies that went through. */
export type FakeDeployment = {
  catalog?: Catalog;
  /** Another apply that comes in between. */
  overtaken?: boolean;
  live?: RequestRecord[];
  chains?: Record<string, AuditEntry[]>;
  heads?: Record<string, AuditHead>;
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
    requestIds: async () => Object.keys(fake.chains ?? {}),
    head: async id => fake.heads?.[id],
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
