/** https://docs.slack.dev/interactivity/handling-user-interaction: a trigger lives 3 seconds and opens one view. */
const triggerLifeMs = 3000;

export type TriggerUse =
  | { ok: true; user: string }
  | { ok: false; error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

export interface Triggers {
  issue: (user: string) => string;
  use: (triggerId: string) => TriggerUse;
}

export const createTriggers = (wallClock: () => number, opaque: () => string): Triggers => {
  const issued = new Map<string, { user: string; at: number; used: boolean }>();
  return {
    issue: user => {
      const id = `${issued.size + 1}.${opaque()}`;
      issued.set(id, { user, at: wallClock(), used: false });
      return id;
    },
    use: id => {
      const trigger = issued.get(id);
      if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
      if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
      if (wallClock() - trigger.at > triggerLifeMs) return { ok: false, error: 'expired_trigger_id' };
      trigger.used = true;
      return { ok: true, user: trigger.user };
    },
  };
};
