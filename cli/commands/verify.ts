import { verifyRequest } from '../../functions/domain/audit-verdict.ts';
import { verifyCatalogs } from '../../functions/domain/catalog-entry.ts';
import { isCurfewError } from '../../functions/domain/errors.ts';
import { sha256 } from '../../functions/runtime/sha256.ts';
import type { CliDeps, Deployment, ExitCode } from '../port.ts';
import { needDeployment } from './file.ts';

const verifyOne = async (deps: CliDeps, deployment: Deployment, requestId: string): Promise<boolean> => {
  try {
    return await verifyReadable(deps, deployment, requestId);
  } catch (error) {
    if (!isCurfewError(error, 'UnreadableRecord')) throw error;
    deps.out(`${requestId}: not ok: ${error.message}`);
    return false;
  }
};

/** The entries come first: what is in one of them is then in the item's head, or among its waiting notes. */
const readBoth = async ({ audit, request }: Deployment, requestId: string) => {
  const first = await audit.entries(requestId);
  const record = await request(requestId);
  const moved = record !== undefined && record.auditSeq > first.length;
  return { entries: moved ? await audit.entries(requestId) : first, record };
};

const verifyReadable = async (deps: CliDeps, deployment: Deployment, requestId: string): Promise<boolean> => {
  const { entries, record } = await readBoth(deployment, requestId);
  if (entries.length === 0 && record === undefined) {
    deps.out(`${requestId}: not ok: there is neither an audit entry nor a request of this id`);
    return false;
  }
  const verdict = verifyRequest({ entries, record, now: deps.now() }, sha256);
  if (!verdict.ok) {
    deps.out(`${requestId}: not ok at entry ${verdict.at}: ${verdict.problem}`);
    return false;
  }
  deps.out(`${requestId}: ok, ${counted(verdict.entries)}`);
  return true;
};

const counted = (entries: number): string => `${entries} entr${entries === 1 ? 'y' : 'ies'}`;

const verifyRules = async (deps: CliDeps, { catalog, catalogChain }: Deployment): Promise<boolean> => {
  const verdict = verifyCatalogs(await catalogChain.entries(), await catalog.load(), sha256);
  if (verdict.ok) deps.out(`access.yml: ok, ${counted(verdict.entries)}`);
  else deps.out(`access.yml: not ok at version ${verdict.at}: ${verdict.problem}`);
  return verdict.ok;
};

/**
 * `curfew verify`: is the audit of one request unedited and complete? Without `requestId`: of all, and of the rules
 * that were put in force.
 */
export const verify = async (
  deps: CliDeps,
  options: { requestId: string | undefined },
): Promise<ExitCode> => {
  const deployment = await needDeployment(deps);
  if (deployment === undefined) return 1;
  const { requestId } = options;
  const ids = requestId === undefined ? await deployment.audit.requestIds() : [requestId];
  let broken = 0;
  for (const id of ids) {
    if (!(await verifyOne(deps, deployment, id))) broken += 1;
  }
  if (requestId !== undefined) return broken === 0 ? 0 : 1;
  const rules = await verifyRules(deps, deployment);
  deps.out(`${ids.length} requests, ${broken} not ok.`);
  return broken === 0 && rules ? 0 : 1;
};
