import { slotsCanBeFilled } from '../functions/domain/approval/index.ts';
import type { Approval, Stage } from '../functions/domain/catalog.ts';
import { longestDeadlineMs, mostReminders } from '../functions/domain/request.ts';
import { day, hour, minute } from '../functions/domain/time.ts';
import type { KeyPath } from './problem.ts';
import type { Reporter } from './reporter.ts';
import type { ApprovalFile } from './schema.ts';

type StageFile = { need?: number | undefined; from?: 'owners' | string[] | undefined };

/** `owners` of the project and all `people`, by name. */
export type ApprovalContext = { owners: string[]; people: string[]; report: Reporter };

/** The set as written. */
const keyOf = (from: StageFile['from']): string => (Array.isArray(from) ? from.join(', ') : 'owners');

const stageOf = (file: StageFile, path: KeyPath, { owners, people, report }: ApprovalContext): Stage => {
  const from = file.from === undefined || file.from === 'owners' ? owners : file.from;
  if (Array.isArray(file.from)) report.names([...path, 'from'], 'person', file.from, people);
  const need = file.need ?? 1;
  if (need > from.length) {
    report.problem([...path, 'need'], `needs ${need} approvals, but only ${from.length} can give one`);
  }
  return { key: keyOf(file.from), need, from };
};

const remindersOf = (
  texts: string[] | undefined,
  path: KeyPath,
  deadlineMs: number,
  report: Reporter,
): number[] => {
  if (texts === undefined) return [hour, 8 * hour].filter(ms => ms < deadlineMs);
  if (texts.length > mostReminders) {
    report.problem(
      [...path, 'remind'],
      `has ${texts.length} reminders; at most ${mostReminders}, or people stop reading them`,
    );
  }
  const reminders = texts.map((text, index) =>
    report.duration([...path, 'remind', index], text, { minMs: minute, maxMs: deadlineMs - minute }),
  );
  return [...new Set(reminders)].sort((a, b) => a - b);
};

/** Nobody decides twice on one request, so different people must be able to fill its stages. */
const checkStages = (stages: Stage[], path: KeyPath, report: Reporter): void => {
  const slots = stages.flatMap(({ need, from }) =>
    Array.from({ length: Math.min(need, from.length) }, () => from),
  );
  if (stages.length > 1 && !slotsCanBeFilled(slots)) {
    report.problem(
      path,
      'nobody decides twice on one request, and these stages have too few different people',
    );
  }
};

/** Who decides on a role; without `file` one of the owners, within a day. What is wrong goes to `ctx.report`. */
export const resolveApproval = (
  file: ApprovalFile | undefined,
  path: KeyPath,
  ctx: ApprovalContext,
): Approval => {
  const { report } = ctx;
  if (file === 'auto') return { mode: 'auto' };
  const deadlineMs =
    file?.deadline === undefined
      ? day
      : report.duration([...path, 'deadline'], file.deadline, {
          minMs: 5 * minute,
          maxMs: longestDeadlineMs,
        });
  const stages =
    file !== undefined && 'stages' in file
      ? file.stages.map((stage, index) => stageOf(stage, [...path, 'stages', index], ctx))
      : [stageOf(file ?? {}, path, ctx)];
  checkStages(stages, path, report);
  return { mode: 'ask', stages, deadlineMs, remindMs: remindersOf(file?.remind, path, deadlineMs, report) };
};
