import type { Acted, Caller, Service, Submitted } from '../functions/service/port.ts';
import type { Identified, SlackAccount } from '../functions/slack/identify.ts';

/** What people can do, named by their Slack account: who that is is worked out at each call, as at a click. */
export const byAccount = (service: Service, identify: (account: SlackAccount) => Promise<Identified>) => {
  const acting =
    <Rest extends unknown[]>(act: (requestId: string, caller: Caller, ...rest: Rest) => Promise<Acted>) =>
    async (requestId: string, account: SlackAccount, ...rest: Rest): Promise<Acted> => {
      const who = await identify(account);
      if ('refused' in who) return { ok: false, code: 'not-a-person', message: who.refused };
      return act(requestId, { ...who, source: 'message' }, ...rest);
    };
  return {
    approve: acting(service.approve),
    deny: acting(service.deny),
    cancel: acting(service.cancel),
    end: acting(service.end),
    extend: acting(service.extend),
    async submit(requestId: string, form: unknown, account: SlackAccount): Promise<Submitted> {
      const who = await identify(account);
      if ('refused' in who) return { ok: false, problems: [{ field: 'form', message: who.refused }] };
      return service.submit(requestId, form, { ...who, source: 'shortcut' });
    },
  };
};
