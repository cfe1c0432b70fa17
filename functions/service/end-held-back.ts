import { agreed } from '../domain/settle.ts';
import { isFinal } from '../domain/status.ts';
import type { ServiceDeps } from './deps.ts';
import type { Acted, Caller } from './port.ts';
import { unknownRequest } from './resume.ts';

/**
 * `Service.endHeldBack`: security ends access that the parts of the ledger do not agree on. The item goes on from what
 * its chain says, or from itself where the chain says nothing, with the end asked for; the sweeper takes access away.
 */
export const endHeldBack = async (
  deps: ServiceDeps,
  requestId: string,
  { person, actor: by, source }: Caller,
): Promise<Acted> => {
  const [rules, record] = await Promise.all([deps.catalog.load(), deps.requests.get(requestId)]);
  if (record === undefined) return unknownRequest;
  if (rules?.settings.security.includes(person.name) !== true) {
    const message = 'Only the people that access.yml names under settings.security can end this.';
    return { ok: false, code: 'not-security', message, record };
  }
  if (record.heldBack === undefined) {
    const message = 'This request is in order again. Ends by its requester and owners work as always.';
    return { ok: false, code: 'already-decided', message, record };
  }
  const chain = await deps.audit.chain(requestId);
  const next = agreed(record, chain, 'end', { who: by.person, by, source, now: deps.now() }) ?? record;
  if (!(await deps.requests.restore(next, record.auditSeq))) {
    return { ok: false, code: 'try-again', message: 'Someone else acted at the same moment.', record };
  }
  const message = isFinal(next.status)
    ? 'By the audit this request had ended: nothing of it is taken away.'
    : 'Access is taken away within a minute or two.';
  return { ok: true, record: next, message };
};
