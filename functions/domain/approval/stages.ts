import type { Catalog, Person, Role, Stage } from '../catalog.ts';
import { sameHuman } from '../identity.ts';
import type { Decision } from '../record.ts';
import { othersIn } from './people.ts';

/** The stages a role asks for; none when it needs no approval. */
export const stagesOf = ({ approval }: Role): Stage[] => (approval.mode === 'auto' ? [] : approval.stages);

/** How long a request may wait for its decisions, ms; 0 when nobody is asked. */
export const waitingMsOf = ({ approval }: Role): number =>
  approval.mode === 'auto' ? 0 : approval.deadlineMs;

/** Names a set of a rule: several stages may have the same set. */
const setKey = (index: number, stage: Stage): string => `${index}:${stage.key}`;

/** Which sets a decision given in stage `index` counts for. */
export const countsFor = (stages: readonly Stage[], index: number): string[] => {
  const stage = stages[index];
  return stage === undefined ? [] : [setKey(index, stage)];
};

/** Index of the stage a decision counts in: the one with its set, or the one in its position now. -1: none. */
export const stageOf = ({ counts }: Pick<Decision, 'counts'>, stages: readonly Stage[]): number => {
  const same = stages.findIndex((stage, index) => counts.includes(setKey(index, stage)));
  if (same >= 0) return same;
  const place = Number.parseInt(counts[0] ?? '', 10);
  return Number.isNaN(place) || place >= stages.length ? -1 : place;
};

/**
 * Can every slot be taken by a different name? Each slot lists who may take it (Kuhn's augmenting paths).
 */
export const slotsCanBeFilled = (slots: readonly (readonly string[])[]): boolean => {
  const slotOf = new Map<string, number>();
  const place = (slot: number, tried: Set<string>): boolean =>
    (slots[slot] ?? []).some(name => {
      if (tried.has(name)) return false;
      tried.add(name);
      const taken = slotOf.get(name);
      if (taken !== undefined && !place(taken, tried)) return false;
      slotOf.set(name, slot);
      return true;
    });
  return slots.every((_, slot) => place(slot, new Set()));
};

export type Completion = {
  stages: readonly Stage[];
  /** Approvals that each stage has already. */
  have?: readonly number[];
  /** Humans who have approved, or whose slot was taken. */
  spent?: readonly Person[];
  requester: Person;
};

/** Can all stages still be decided by different humans, none of them the requester or among `spent`? */
export const canBeCompleted = (
  { stages, have = [], spent = [], requester }: Completion,
  rules: Catalog,
): boolean => {
  const humans: Person[] = [];
  const known = (person: Person): string => {
    const same = humans.find(human => sameHuman(human, person));
    if (same === undefined) humans.push(person);
    return (same ?? person).name;
  };
  const slots = stages.flatMap((stage, index) => {
    const free = othersIn(stage, requester, rules)
      .filter(person => !spent.some(other => sameHuman(other, person)))
      .map(known);
    return Array.from({ length: Math.max(0, stage.need - (have[index] ?? 0)) }, () => free);
  });
  return slotsCanBeFilled(slots);
};
