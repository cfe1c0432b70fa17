import { stillEligible } from '../domain/approval/index.ts';
import { CurfewError, isCurfewError } from '../domain/errors.ts';
import { accountKey } from '../domain/identity.ts';
import { catalogBehind, type RequestRecord } from '../domain/record.ts';
import { listNames } from '../domain/text.ts';
import { anotherPrincipal } from '../grants/principal.ts';
import { whyUnfit } from '../slack/identify.ts';
import type { StepDeps } from './port.ts';

export type EligibleDeps = Pick<StepDeps, 'requests' | 'catalog' | 'catalogChain' | 'slack' | 'kinds'>;

/**
 * Invariant A once more, by today's rules and people and what Slack says of them. Throws `NotEligible` when it does not
 * hold, `Busy` while Slack does not answer.
 */
export const requireEligible = async (deps: EligibleDeps, record: RequestRecord): Promise<void> => {
  const refuse = async (message: string, code = 'not-eligible'): Promise<never> => {
    await deps.requests.fail(record.requestId, { code, message });
    throw new CurfewError('NotEligible', message);
  };
  const catalog = await deps.catalog.load();
  if (catalog === undefined) return refuse('No access.yml is applied, so nobody is eligible for anything.');
  if (await isBehind(deps, catalog.version)) return refuse(catalogBehind.message, catalogBehind.code);
  const stale = anotherPrincipal(deps.kinds, record, catalog);
  if (stale !== undefined) return refuse(stale);
  const byRules = stillEligible(record, catalog);
  if (!byRules.ok) return refuse(byRules.message);
  const gone = await inactive(deps, record);
  const verdict = stillEligible({ ...record, decisions: withoutThose(record.decisions, gone) }, catalog);
  if (!verdict.ok) return refuse([verdict.message, ...sayGone(record.decisions, gone)].join(' '));
  if (gone.has(accountKey(record.requester)))
    return refuse('The requester no longer has an active Slack account.');
};

/** Of requester and approvers, the accounts that can neither ask nor decide any more, by what Slack says now. */
const inactive = async ({ slack }: EligibleDeps, record: RequestRecord): Promise<Set<string>> => {
  const { requester, decisions } = record;
  const actors = [requester, ...Object.values(decisions).map(({ by }) => by)];
  const accounts = new Map(actors.map(actor => [accountKey(actor), actor]));
  const gone = [...accounts].map(async ([key, account]) => {
    const user = await slack.user(account.userId).catch((cause: unknown) => {
      throw new CurfewError('Busy', `Slack does not say whether ${account.person} is still there.`, {
        cause,
      });
    });
    return whyUnfit(user, account) === undefined ? [] : [key];
  });
  return new Set((await Promise.all(gone)).flat());
};

const withoutThose = (decisions: RequestRecord['decisions'], gone: Set<string>) =>
  Object.fromEntries(Object.entries(decisions).filter(([, { by }]) => !gone.has(accountKey(by))));

const sayGone = (decisions: RequestRecord['decisions'], gone: Set<string>): string[] => {
  const names = Object.values(decisions).flatMap(({ by }) => (gone.has(accountKey(by)) ? [by.person] : []));
  if (names.length === 0) return [];
  return [
    `${listNames(names, 'and')} approved, and no longer ${names.length === 1 ? 'has' : 'have'} an active Slack account.`,
  ];
};

/** Rules that went back in time give nothing, whatever they say. */
const isBehind = async ({ catalogChain }: EligibleDeps, version: number): Promise<boolean> => {
  try {
    await catalogChain.requireCurrent(version);
    return false;
  } catch (error) {
    if (isCurfewError(error, 'LedgerBehind')) return true;
    throw error;
  }
};
