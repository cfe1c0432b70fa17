import { approve, deny } from './decide.ts';
import type { ServiceDeps } from './deps.ts';
import { endHeldBack } from './end-held-back.ts';
import { heldBesides } from './held-besides.ts';
import { home } from './home.ts';
import type { Service } from './port.ts';
import { cancel, done, end, extend } from './requester-actions.ts';
import { submit } from './submit.ts';

/** Everything people can do, over the ledger and the machine. */
export const createService = (deps: ServiceDeps): Service => ({
  catalog: () => deps.catalog.load(),
  submit: (requestId, form, caller) => submit(deps, requestId, form, caller),
  approve: (requestId, caller) => approve(deps, requestId, caller),
  deny: (requestId, caller, reason) => deny(deps, requestId, caller, reason),
  cancel: (requestId, caller) => cancel(deps, requestId, caller),
  end: (requestId, caller, reason) => end(deps, requestId, caller, reason),
  done: (requestId, caller) => done(deps, requestId, caller),
  heldBesides: async requestId => {
    const [record, active] = await Promise.all([deps.requests.get(requestId), deps.requests.active()]);
    return record === undefined ? [] : heldBesides(deps, record, active);
  },
  extend: (requestId, caller, byMs) => extend(deps, requestId, caller, byMs),
  endHeldBack: (requestId, caller) => endHeldBack(deps, requestId, caller),
  find: requestId => deps.requests.get(requestId),
  home: (account, person) => home(deps, account, person),
});
