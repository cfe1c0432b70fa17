import type { Provisioning } from '../../aws/permission-sets.ts';
import type { SsoAdminApi } from '../../aws/sso-admin.ts';
import { CurfewError } from '../../domain/errors.ts';
import { begin } from '../operation.ts';
import type { GrantContext } from '../port.ts';

/** `what`: the access in words. */
type Described = { instanceArn: string; what: string };

/** Throws `StillProvisioning` until it has succeeded, `ProvisioningFailed` when it failed. */
const requireDone = async (
  ctx: GrantContext,
  { status, reason }: Provisioning,
  { what }: Described,
): Promise<void> => {
  if (status === 'IN_PROGRESS') throw new CurfewError('StillProvisioning', `AWS is still working on ${what}`);
  await ctx.setPending(undefined);
  if (status === 'FAILED')
    throw new CurfewError('ProvisioningFailed', `${what}: ${reason ?? 'AWS gave no reason'}`);
};

/** Is what an earlier attempt began done? One that left no trace is begun again. Throws as `requireDone` does. */
export const provisioned = async (ctx: GrantContext, api: SsoAdminApi, of: Described): Promise<boolean> => {
  const id = ctx.pending?.operationId;
  const operation = id === undefined ? undefined : await api.describeProvisioning(of.instanceArn, id);
  if (operation === undefined) return false;
  await requireDone(ctx, operation, of);
  return true;
};

/** Brings a permission set as it is now into an account. Throws as `requireDone` does, and `Busy` while AWS does not find it. */
export const startProvisioning = async (
  ctx: GrantContext,
  api: SsoAdminApi,
  of: Described & { permissionSetArn: string; accountId: string },
): Promise<void> => {
  const operation = await begin(ctx, 'extend', async pending => {
    const started = await api.provision(of.instanceArn, of.permissionSetArn, of.accountId);
    if (started === 'missing') throw new CurfewError('Busy', `AWS does not find ${of.what}`);
    await ctx.setPending({ ...pending, operationId: started.id });
    return started;
  });
  await requireDone(ctx, operation, of);
};
