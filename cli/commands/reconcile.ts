import { rebuilt } from '../../functions/domain/rebuild.ts';
import type { RequestRecord } from '../../functions/domain/record.ts';
import { agreed, type Settlement } from '../../functions/domain/settle.ts';
import { describeTarget } from '../../functions/grants/descriptions.ts';
import type { CliDeps, Deployment, ExitCode } from '../port.ts';
import { needDeployment } from './file.ts';

/** What to do about which request: without an id, all that are held back. Without `how`: show only. */
export type ReconcileOptions = { requestId: string | undefined; how: Settlement | undefined };

const said = (record: RequestRecord | undefined): string =>
  record === undefined
    ? 'does not tell the request'
    : `${record.status}${record.until === undefined ? '' : `, until ${record.until}`}`;

/** Item, chain, holders and AWS, side by side. */
const show = async (deps: CliDeps, deployment: Deployment, record: RequestRecord): Promise<void> => {
  const { requestId, requester, role, project, auditSeq, heldBack, targets, kind } = record;
  const { entries, sound } = await deployment.audit.chain(requestId);
  deps.out(`${requestId}: ${role} in ${project} for ${requester.person}; held back: ${heldBack}`);
  deps.out(`  item:  ${said(record)}; knows ${auditSeq} entries`);
  const chain = sound ? said(rebuilt(entries)) : 'was edited, or entries are missing';
  deps.out(`  chain: ${chain}; has ${entries.length} entries, the last "${entries.at(-1)?.what ?? 'none'}"`);
  for (const { target, principal, resourceKey } of targets) {
    const held = await deployment.holders(resourceKey);
    const inAws = await deployment.holds(kind, target, principal);
    deps.out(`  ${describeTarget(kind, target)} for ${principal}`);
    deps.out(`    holders: ${held.length === 0 ? 'none' : held.join(', ')}; in AWS now: ${inAws}`);
  }
};

const settle = async (
  deps: CliDeps,
  deployment: Deployment,
  record: RequestRecord,
  how: Settlement,
): Promise<boolean> => {
  const { requestId } = record;
  const seen = (await deployment.request(requestId))?.auditSeq;
  const chain = await deployment.audit.chain(requestId);
  const { arn } = await deployment.identity();
  const next = agreed(record, chain, how, { who: arn, source: 'operator', now: deps.now() });
  if (next === undefined) {
    deps.err(`${requestId}: the chain does not tell the request. Use --end or --item-is-right.`);
    return false;
  }
  if (!(await deployment.restore(next, seen))) {
    deps.err(`${requestId}: someone else changed it meanwhile. Nothing was changed: look again.`);
    return false;
  }
  deps.out(`${requestId}: now ${said(next)}${how === 'end' ? '; access ends within a minute or two' : ''}.`);
  return true;
};

/**
 * `curfew reconcile`: shows requests whose item, chain and holders do not agree, and settles one or all of them. What it
 * does stands in the audit with the operator's ARN.
 */
export const reconcile = async (deps: CliDeps, { requestId, how }: ReconcileOptions): Promise<ExitCode> => {
  const deployment = await needDeployment(deps);
  if (deployment === undefined) return 1;
  const all = await deployment.heldBack();
  const chosen = requestId === undefined ? all : all.filter(record => record.requestId === requestId);
  if (chosen.length === 0) {
    deps.out(requestId === undefined ? 'Nothing is held back.' : `${requestId} is not held back.`);
    return requestId === undefined ? 0 : 1;
  }
  let failed = 0;
  for (const record of chosen) {
    await show(deps, deployment, record);
    if (how !== undefined && !(await settle(deps, deployment, record, how))) failed += 1;
  }
  if (how === undefined) deps.out('Settle with --chain-is-right, --end or --item-is-right.');
  return how === undefined || failed > 0 ? 1 : 0;
};
