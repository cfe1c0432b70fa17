import { classOf, dueOn } from '../domain/due.ts';
import { rebuilt, reconciled } from '../domain/rebuild.ts';
import type { RequestRecord } from '../domain/record.ts';
import { isFinal, isLive } from '../domain/status.ts';
import { toIso } from '../domain/time.ts';
import { noteOf } from '../domain/transitions.ts';
import type { ServiceDeps } from './deps.ts';
import type { Acted, Caller } from './port.ts';
import { unknownRequest } from './resume.ts';

/**
 * `Service.endHeldBack`: security ends access that the parts of the ledger do not agree on. The item goes on from what
 * its chain says, or from itself where the chain says nothing, with the end asked for; the sweeper takes access away.
 */
export const endHeldBack = async (deps: ServiceDeps, requestId: string, caller: Caller): Promise<Acted> => {
  const [rules, record] = await Promise.all([deps.catalog.load(), deps.requests.get(requestId)]);
  if (record === undefined) return unknownRequest;
  if (rules?.settings.security.includes(caller.person.name) !== true) {
    const message = 'Only the people that access.yml names under settings.security can end this.';
    return { ok: false, code: 'not-security', message, record };
  }
  if (record.heldBack === undefined) {
    const message = 'This request is in order again. Ends by its requester and owners work as always.';
    return { ok: false, code: 'already-decided', message, record };
  }
  const next = await ended(deps, record, caller);
  if (await deps.requests.restore(next, record.auditSeq)) {
    const message = isFinal(next.status)
      ? 'By the audit this request had ended: nothing of it is taken away.'
      : 'Access is taken away within a minute or two.';
    return { ok: true, record: next, message };
  }
  return { ok: false, code: 'try-again', message: 'Someone else acted at the same moment.', record };
};

/** What people were told, and the tokens of an execution that may still wait, stand in the item alone. */
const ended = async (
  deps: ServiceDeps,
  record: RequestRecord,
  { actor: by, source }: Caller,
): Promise<RequestRecord> => {
  const { entries, sound } = await deps.audit.chain(record.requestId);
  const { heldBack: _, ...base } = (sound ? rebuilt(entries) : undefined) ?? record;
  const last = entries.at(-1);
  const now = deps.now();
  const what = `${reconciled}: ended by ${by.person}`;
  const note = noteOf(record, { what, status: base.status, at: now, source, by });
  const { notified, askToken, askSeq, holdToken, dueShard } = record;
  return {
    ...base,
    notified,
    ...(askToken !== undefined && { askToken }),
    ...(askSeq !== undefined && { askSeq }),
    ...(holdToken !== undefined && { holdToken }),
    ...(dueShard !== undefined && { dueShard }),
    ...(isLive(base.status) && { wake: 'end' as const, endedBy: by, endAskedAt: toIso(now) }),
    rev: record.rev + 1,
    due: dueOn(classOf(base.status), toIso(now)),
    outbox: { ...record.outbox, [note.id]: note },
    auditSeq: last?.seq ?? record.auditSeq,
    auditHash: last?.hash ?? record.auditHash,
  };
};
