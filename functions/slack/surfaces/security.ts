import type { SurfaceDeps } from '../deps.ts';
import { saying } from '../messages/blocks.ts';
import { refusal } from '../messages/index.ts';
import { answer, type Click, callerOf, onButton } from './click.ts';
import type { Surface } from './surface.ts';

/** What was done is said to the clicker alone; the page in the channel stays, for others to see what it was about. */
const end = async (deps: SurfaceDeps, click: Click): Promise<void> => {
  const who = await callerOf(deps, click);
  if ('refused' in who) return answer(deps, click, saying(who.refused));
  const acted = await deps.service.endHeldBack(click.requestId, who);
  return answer(deps, click, acted.ok ? saying(acted.message) : refusal(acted));
};

/** What people of security can do about a request that the ledger's parts do not agree on. */
export const securitySurface: Surface = {
  name: 'the page to security',
  register: (app, deps) => onButton(app, deps, 'end-held-back', click => end(deps, click)),
};
