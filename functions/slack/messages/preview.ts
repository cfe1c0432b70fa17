import { canBeDecidedFor, whoWouldDecide } from '../../domain/approval/index.ts';
import type { Role } from '../../domain/catalog.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { FormContext } from './form.ts';
import { free, list, mentionPerson } from './text.ts';

const whoIsAsked = (role: Role, { catalog, person, now }: FormContext): string => {
  const stages = whoWouldDecide(role, person, catalog, now);
  if (stages.length === 0) return ':white_check_mark: No approval needed: it is granted at once.';
  if (!canBeDecidedFor(role, person, catalog)) return ':no_entry: Nobody else can approve this for you.';
  const asked = stages.map(({ need, people }) => {
    const names = people.map(mentionPerson);
    return need === 1 ? list(names, 'or', 6) : `${need} of ${list(names, 'and', 6)}`;
  });
  return `:raising_hand: Will be asked: ${asked.join(', then ')}.`;
};

/** Why this person cannot get it, once for each different reason. */
const obstacles = (role: Role, { kinds, person }: FormContext): string[] => {
  const kind = kinds[role.kind];
  const refusals = role.targets.flatMap(target => {
    const outcome = kind?.principal(person, target);
    return outcome === undefined || 'found' in outcome ? [] : [outcome.refused];
  });
  return [...new Set(refusals)].slice(0, 3).map(refused => `:no_entry: ${free(refused, 250)}`);
};

/** What AWS gives no way to end: said before anyone asks. */
const runningOn = (role: Role, { kinds }: FormContext): string | undefined => {
  const longest = Math.max(0, ...role.targets.map(target => kinds[role.kind]?.residualMs(target) ?? 0));
  return longest === 0
    ? undefined
    : `:hourglass_flowing_sand: A session that is open at the end may run on for up to ${formatDuration(longest)}.`;
};

const extendable = ({ maxMs, maxTotalMs }: Role): string =>
  maxTotalMs > maxMs ? `, and up to ${formatDuration(maxTotalMs)} with extensions` : '';

/** What someone should know before asking: who decides, how long, how risky. */
export const previewLines = (role: Role, form: FormContext): (string | undefined)[] => {
  const kind = form.kinds[role.kind];
  const targets = role.targets.map(target => free(kind?.describe(target) ?? target.account.name, 120));
  const risk = role.risk === 'low' ? '' : ` · ${role.risk} risk`;
  const production = role.targets.some(({ account }) => account.production) ? ' · *production*' : '';
  return [
    ...obstacles(role, form),
    whoIsAsked(role, form),
    `:key: ${list(targets, 'and', 3)}${risk}${production}`,
    `:stopwatch: At most ${formatDuration(role.maxMs)} at a time${extendable(role)}.`,
    runningOn(role, form),
    role.note === undefined ? undefined : `:memo: ${free(role.note, 600)}`,
    role.runbook === undefined ? undefined : `:book: ${free(role.runbook, 300)}`,
  ];
};
