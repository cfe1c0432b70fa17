import { readFile } from 'node:fs/promises';
import { createAws } from '../functions/aws/clients.ts';
import { connectDynamoDb } from '../functions/aws/connect.ts';
import { isLive, type Status, statuses } from '../functions/domain/status.ts';
import { createKinds } from '../functions/grants/index.ts';
import { createAudit } from '../functions/ledger/audit.ts';
import { type CatalogStore, createCatalogStore } from '../functions/ledger/catalog.ts';
import { createRequests, type Requests } from '../functions/ledger/requests.ts';
import { createStore } from '../functions/ledger/store.ts';
import { awsConfig, region, tableNames } from '../functions/runtime/config.ts';
import { sha256 } from './catalog/load.ts';
import type { CliDeps, Deployment } from './port.ts';

const variables = ['AWS_REGION', 'REQUESTS_TABLE', 'HOLDINGS_TABLE', 'AUDIT_TABLE', 'PROJECTS_TABLE'];
/** Sorts after every due date. */
const farAhead = Date.parse('9999-12-31T23:59:59.999Z');
const noLimit = 1_000_000;

const liveRequests = async (requests: Requests) => {
  const ids = await requests.due(farAhead, noLimit);
  const records = await Promise.all(ids.map(id => requests.get(id)));
  return records.filter(record => record !== undefined).filter(({ status }) => isLive(status));
};

/** Every request of the projects in force. */
const requestIds = async (requests: Requests, catalog: CatalogStore): Promise<string[]> => {
  const projects = Object.keys((await catalog.load())?.projects ?? {});
  const all = Object.keys(statuses) as Status[];
  const found = await Promise.all(
    projects.flatMap(project => all.map(status => requests.ofProject(project, status, noLimit))),
  );
  return found
    .flat()
    .map(item => String(item.requestId))
    .sort();
};

const createDeployment = (): Deployment => {
  const tables = tableNames();
  const store = createStore(connectDynamoDb(region()));
  const requests = createRequests(store, tables.requests);
  const catalog = createCatalogStore(store, tables.projects);
  const audit = createAudit(store, tables, sha256);
  return {
    catalog,
    liveRequests: () => liveRequests(requests),
    audit: {
      entries: id => audit.entries(id),
      requestIds: () => requestIds(requests, catalog),
      async head(id) {
        const record = await requests.get(id);
        return record && { seq: record.auditSeq, hash: record.auditHash };
      },
    },
    async check(kind, target) {
      const known = createKinds(createAws({ lane: 'grant', ...awsConfig() }))[kind];
      return known?.check(target) ?? { ok: false, problem: `this deployment has no kind ${kind}` };
    },
  };
};

/** The command line on this terminal, with the deployment that the environment names. */
export const terminal = (): CliDeps => ({
  out: line => console.log(line),
  err: line => console.error(line),
  readText: path => readFile(path, 'utf8'),
  async deployment() {
    const missing = variables.filter(name => (process.env[name] ?? '').trim() === '');
    return missing.length > 0 ? { missing } : { found: createDeployment() };
  },
  now: Date.now,
});
