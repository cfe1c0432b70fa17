import { stillFits } from '../domain/approval/index.ts';
import { formatDuration } from '../domain/duration.ts';
import { accountKey, usesAccount } from '../domain/identity.ts';
import type { Actor, Extension, RequestRecord } from '../domain/record.ts';
import { isFinal } from '../domain/status.ts';
import { cleanText } from '../domain/text.ts';
import { type Iso, minute, second, toIso, toMs } from '../domain/time.ts';
import { moveOf, provisioningWindowMs } from '../domain/transitions.ts';
import { anotherPrincipal } from '../grants/principal.ts';
import type { ServiceDeps } from './deps.ts';
import { heldBesides } from './held-besides.ts';
import type { Acted, ActRefusal, Caller, Giver } from './port.ts';
import { resumeExecution, unknownRequest } from './resume.ts';

const longestReason = 500;

/** An extension needs at least this much of the grant left, to be carried out before its end. */
const extendBeforeMs = 30 * second;

const no = (code: ActRefusal, message: string, record: RequestRecord): Acted & { ok: false } => ({
  ok: false,
  code,
  message,
  record,
});

/** `Service.cancel`: the requester withdraws it before it was granted. */
export const cancel = async (deps: ServiceDeps, requestId: string, caller: Giver): Promise<Acted> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) return unknownRequest;
  const own = isOwn(record, caller);
  if (!own && !(await isOwner(deps, record, caller))) {
    return no('not-yours', 'Only the requester or an owner of the project can cancel this.', record);
  }
  if (!own && (record.status === 'NEW' || record.status === 'PENDING')) {
    return no('not-yours', 'This waits for a decision: approve or deny it instead.', record);
  }
  if (record.status === 'CANCELLED') return { ok: true, record, message: 'Cancelled.' };
  const outcome = {
    code: 'cancelled',
    message: own
      ? 'Cancelled by the requester.'
      : `Cancelled by ${caller.actor.person}, who owns ${record.project}.`,
  };
  const { source } = caller;
  const by = actorOf(record, caller);
  const move = moveOf('cancel', record, deps.now(), { source, by });
  const cancelled = await deps.requests.closeUngranted(move, outcome);
  if (cancelled !== undefined) {
    await resumeExecution(deps, cancelled, cancelled.askToken);
    return { ok: true, record: cancelled, message: 'Cancelled. Nothing was granted.' };
  }
  const current = (await deps.requests.get(requestId)) ?? record;
  const message = isFinal(current.status)
    ? 'This request is already closed.'
    : 'Access is being granted already. Use "I\'m done" to end it.';
  return no('already-decided', message, current);
};

/** `Service.end`: the requester, or an owner of the project, ends live access now. */
export const end = async (
  deps: ServiceDeps,
  requestId: string,
  caller: Giver,
  reason = '',
): Promise<Acted> => {
  const record = await deps.requests.get(requestId);
  return record === undefined ? unknownRequest : endRecord(deps, record, caller, reason);
};

/** `Service.done`: as `end`, unless other requests keep the access. */
export const done = async (deps: ServiceDeps, requestId: string, caller: Giver): Promise<Acted> => {
  const [record, active] = await Promise.all([deps.requests.get(requestId), deps.requests.active()]);
  if (record === undefined) return unknownRequest;
  const besides = isOwn(record, caller) ? await heldBesides(deps, record, active) : [];
  if (besides.length === 0) return endRecord(deps, record, caller, '');
  return {
    ...no('held-besides', 'Another request of yours gives you the same access.', record),
    besides,
  };
};

const endRecord = async (
  deps: ServiceDeps,
  record: RequestRecord,
  caller: Giver,
  reason: string,
): Promise<Acted> => {
  const { requestId } = record;
  const own = isOwn(record, caller);
  if (!own && !(await isOwner(deps, record, caller))) {
    return no('not-yours', 'Only the requester or an owner of the project can end this access.', record);
  }
  const now = deps.now();
  const { source } = caller;
  const by = actorOf(record, caller);
  const why = cleanText(reason).slice(0, longestReason);
  if (!own && why === '')
    return no('needs-reason', 'Give a reason, so that they know what happened.', record);
  const move = moveOf('askEnd', record, now, { source, by, ...(why !== '' && { detail: { reason: why } }) });
  const asked = await deps.requests.askEnd(move, {
    by,
    at: toIso(now),
    reason: why === '' ? undefined : why,
  });
  if (asked !== undefined) {
    await resumeExecution(deps, asked, asked.holdToken);
    return { ok: true, record: asked, message: 'Revoking access now.' };
  }
  const current = (await deps.requests.get(requestId)) ?? record;
  if (current.wake === 'end') {
    return { ok: true, record: current, message: 'Access is already being revoked.' };
  }
  return no('not-live', 'There is no live access to end: it is already being revoked, or gone.', current);
};

/** `Service.extend`: records the wish and a later bound; the machine carries it out. */
export const extend = async (
  deps: ServiceDeps,
  requestId: string,
  caller: Caller,
  byMs: number,
): Promise<Acted> => {
  const record = await deps.requests.get(requestId);
  if (record === undefined) return unknownRequest;
  if (!isOwn(record, caller)) return no('not-yours', 'Only the requester can extend this access.', record);
  const { until, grantedAt, status, wake } = record;
  if (status !== 'GRANTED' || until === undefined || grantedAt === undefined || wake === 'end') {
    return no('not-live', 'This access is no longer live, so it cannot be extended. Ask again.', record);
  }
  if (wake === 'extend') return no('already-asked', 'An extension is already on its way.', record);
  const limit = await longestTotal(deps, record);
  if ('refused' in limit) return no('no-longer-allowed', limit.refused, record);
  const left = limit.ms - (toMs(until) - toMs(grantedAt));
  if (!Number.isSafeInteger(byMs) || byMs < minute || byMs > left) {
    return no('too-long', tooLong(left, limit.ms), record);
  }
  const now = deps.now();
  const to = toIso(toMs(until) + byMs);
  return askExtension(deps, { ...record, until }, caller, { byMs, to, by: caller.actor, at: toIso(now) });
};

const askExtension = async (
  deps: ServiceDeps,
  record: RequestRecord & Required<Pick<RequestRecord, 'until'>>,
  { source, actor: by }: Caller,
  extension: Extension,
): Promise<Acted> => {
  const { until, requestId } = record;
  const { to, at, byMs } = extension;
  const move = moveOf('askExtension', record, toMs(at), { source, by, detail: { from: until, to } });
  const asked = await deps.requests.askExtend(move, {
    seenUntil: until,
    notBefore: toIso(toMs(at) + extendBeforeMs),
    endsBy: toIso(Math.max(toMs(record.endsBy ?? to), toMs(to) + provisioningWindowMs)),
    extension,
  });
  if (asked !== undefined) {
    await resumeExecution(deps, asked, asked.holdToken);
    return { ok: true, record: asked, message: `Extending by ${formatDuration(byMs)}.` };
  }
  return notExtended((await deps.requests.get(requestId)) ?? record, until);
};

/** Why the wish could not be recorded: someone else's came first, or the end did. */
const notExtended = (current: RequestRecord, seenUntil: Iso): Acted => {
  if (current.status === 'GRANTED' && current.wake === 'extend') {
    return no('already-asked', 'An extension is already on its way.', current);
  }
  if (current.status === 'GRANTED' && current.wake === undefined && current.until !== seenUntil) {
    return no('already-asked', 'It was extended just now. If you need more, extend it again.', current);
  }
  return no('not-live', 'It is too late to extend: this access is ending now. Ask again.', current);
};

const tooLong = (leftMs: number, limitMs: number): string => {
  if (leftMs < minute) {
    return `This access has reached its longest total, ${formatDuration(limitMs)}. Ask again when it has ended.`;
  }
  const most = leftMs - (leftMs % minute);
  return `You can extend by 1 min to ${formatDuration(most)}, for example ${formatDuration(Math.min(most, 30 * minute))}.`;
};

/**
 * Today's rules say whether this person would still be given this, and how long it may become: never longer than people
 * read when they decided.
 */
const longestTotal = async (
  deps: ServiceDeps,
  record: RequestRecord,
): Promise<{ ms: number } | { refused: string }> => {
  const catalog = await deps.catalog.load();
  if (catalog === undefined) return { refused: 'No access.yml is applied, so nothing can be extended.' };
  const fit = stillFits(record, catalog);
  if (!fit.ok) return { refused: `${fit.message} It ends as planned.` };
  const stale = anotherPrincipal(deps.kinds, record, catalog);
  if (stale !== undefined) return { refused: `${stale} It ends as planned.` };
  return { ms: Math.min(record.maxTotalMs, fit.role.maxTotalMs) };
};

/** What someone gives up is recorded under the name they asked with. */
const actorOf = ({ requester }: RequestRecord, { actor }: Giver): Actor =>
  accountKey(requester) === accountKey(actor) ? requester : actor;

/** By the account that asked, or another one of the same person. */
const isOwn = ({ requester }: RequestRecord, { person, actor }: Giver): boolean =>
  accountKey(requester) === accountKey(actor) || (person !== undefined && usesAccount(person, requester));

const isOwner = async (deps: ServiceDeps, record: RequestRecord, { person }: Giver): Promise<boolean> => {
  if (person === undefined) return false;
  const catalog = await deps.catalog.load();
  return catalog?.projects[record.project]?.owners.includes(person.name) ?? false;
};
