import { CurfewError } from '../domain/errors.ts';
import { toIso, toMs } from '../domain/time.ts';
import { isYoung, latest, readBack } from './consistency.ts';
import { begin } from './operation.ts';
import type { GrantContext, Receipt } from './port.ts';

/**
 * Something that AWS attaches to a principal, and detaches, in one call each; its reads may be older than its writes.
 */
export type Attachment = {
  /** Who and where, e.g. `alice in admin_RDS in staging`. */
  words: string;
  /** `missing`: AWS does not find one of the two. */
  attach(): Promise<'done' | 'missing'>;
  /** `missing`: AWS does not find one of the two, or that they are attached. */
  detach(): Promise<'done' | 'missing'>;
  /** undefined: AWS finds the principal, and does not show what is attached to it yet. */
  isListed(): Promise<boolean | undefined>;
  /** Epoch ms; undefined: AWS does not find the principal. */
  principalCreatedAt(): Promise<number | undefined>;
};

/**
 * Attaches without believing a listing, which may be older than our own removal. The receipt holds `addedAt`.
 * Throws `Busy` when AWS does not find one of the two, `StillProvisioning` until a listing shows it.
 */
export const attach = async (ctx: GrantContext, attachment: Attachment): Promise<Receipt> => {
  const receipt = await begin(ctx, 'grant', async ({ startedAt }) => {
    if ((await attachment.attach()) === 'missing')
      throw new CurfewError('Busy', `AWS does not find ${attachment.words} yet`);
    return { addedAt: startedAt };
  });
  await ctx.note(receipt);
  if ((await attachment.isListed()) !== true)
    throw new CurfewError('StillProvisioning', `AWS does not show ${attachment.words} yet`);
  await ctx.setPending(undefined);
  return receipt;
};

/** Detaches; safe to repeat. Throws `StillRevoking` until a listing that can be believed does not show it. */
export const detach = async (
  ctx: GrantContext,
  attachment: Attachment,
  receipt: Receipt | undefined,
): Promise<void> => {
  const removed = await detachOnce(ctx, attachment);
  const ours = ctx.pending?.op === 'revoke';
  if (removed === 'missing' && !ours && isYoung(ctx, await attachedAt(ctx, attachment, receipt)))
    throw new CurfewError('StillRevoking', `AWS finds no ${attachment.words}, too soon to believe it`);
  const listed = await attachment.isListed();
  if (listed === undefined)
    throw new CurfewError('StillRevoking', `AWS does not show yet whether there is ${attachment.words}`);
  if (!listed) {
    if (ctx.pending !== undefined) await ctx.setPending(undefined);
    return;
  }
  if (removed === 'done')
    await ctx.setPending({ op: 'revoke', requestId: ctx.requestId, startedAt: toIso(ctx.now()) });
  throw new CurfewError('StillRevoking', `AWS still shows ${attachment.words}`);
};

/** What AWS accepted a moment ago is not asked of it again: a listing shows it in its own time. */
const detachOnce = async (
  { pending, now }: GrantContext,
  attachment: Attachment,
): Promise<'done' | 'missing' | 'earlier'> => {
  const earlier = pending?.op === 'revoke' && isYoung({ now }, toMs(pending.startedAt));
  return earlier ? 'earlier' : attachment.detach();
};

/** The latest moment it may have been attached, in epoch ms: `missing` proves nothing soon after. */
const attachedAt = async (ctx: GrantContext, attachment: Attachment, receipt: Receipt | undefined) => {
  const { pending } = ctx;
  const added = receipt?.addedAt === undefined ? undefined : Date.parse(receipt.addedAt);
  const begun = pending?.op === 'grant' ? toMs(pending.startedAt) : undefined;
  return latest(added, begun, await attachment.principalCreatedAt());
};

/** Reads back. */
export const isAttached = async (
  ctx: GrantContext,
  attachment: Attachment,
): Promise<'yes' | 'no' | 'changing'> => {
  const listed = await attachment.isListed();
  return listed === undefined ? 'changing' : readBack(ctx, ctx.pending, listed);
};
