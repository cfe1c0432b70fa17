import { verifyChain } from '../../functions/domain/audit.ts';
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

const verifyReadable = async (deps: CliDeps, { audit }: Deployment, requestId: string): Promise<boolean> => {
  const [entries, head] = await Promise.all([audit.entries(requestId), audit.head(requestId)]);
  if (entries.length === 0 && head === undefined) {
    deps.out(`${requestId}: not ok: there is neither an audit entry nor a request of this id`);
    return false;
  }
  const verdict = verifyChain(entries, sha256, head);
  if (!verdict.ok) {
    deps.out(`${requestId}: not ok at entry ${verdict.at}: ${verdict.problem}`);
    return false;
  }
  const noHead = head === undefined ? ' (the request itself is gone, so a cut end could not be seen)' : '';
  deps.out(`${requestId}: ok, ${verdict.entries} entr${verdict.entries === 1 ? 'y' : 'ies'}${noHead}`);
  return true;
};

/** `curfew verify`: is the audit of one request, or without `requestId` of all, unedited and complete? */
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
  if (requestId === undefined) deps.out(`${ids.length} requests, ${broken} not ok.`);
  return broken === 0 ? 0 : 1;
};
