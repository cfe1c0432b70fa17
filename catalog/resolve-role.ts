import type { Role, Target } from '../functions/domain/catalog.ts';
import { longestLifeMs } from '../functions/domain/request.ts';
import { sameTarget } from '../functions/domain/roles.ts';
import { hour, minute } from '../functions/domain/time.ts';
import type { TargetContext } from '../functions/grants/target.ts';
import { targetKindNamed } from '../functions/grants/targets.ts';
import { didYouMean, type KeyPath } from './problem.ts';
import type { Reporter } from './reporter.ts';
import { resolveApproval } from './resolve-approval.ts';
import type { RoleFile } from './schema.ts';

/** `owners` of the project and all `people`, by name. */
export type RoleContext = { owners: string[]; people: string[]; targets: TargetContext; report: Reporter };

const targetsOf = (role: RoleFile, path: KeyPath, { targets: ctx, report }: RoleContext): Target[] => {
  const kind = targetKindNamed(role.kind);
  const found: Target[] = [];
  for (const [index, raw] of role.targets.entries()) {
    const at = [...path, 'targets', index];
    const resolved = kind?.resolve(raw, ctx);
    if (resolved === undefined) continue;
    if ('problem' in resolved) {
      const { key, message, name, known } = resolved.problem;
      report.problem([...at, key], `${message}. ${didYouMean(name, known)}`.trimEnd());
    } else if (found.some(other => sameTarget(other, resolved.target))) {
      report.problem(at, 'appears here twice');
    } else {
      const checked = kind?.resolved.safeParse(resolved.target);
      for (const issue of checked?.error?.issues ?? []) {
        report.problem(
          at,
          `resolves to something else than ${role.kind} can grant: ${issue.path.join('.')} ${issue.message}`,
        );
      }
      found.push(resolved.target);
    }
  }
  return found;
};

const usualChoices = [30 * minute, hour, 2 * hour, 4 * hour, 8 * hour];

const durationsOf = (role: RoleFile, path: KeyPath, report: Reporter) => {
  const given = role.duration ?? {};
  const read = (
    key: 'min' | 'max' | 'default' | 'max_total',
    usual: number,
    minMs: number,
    maxMs: number,
  ) => {
    const text = given[key];
    return text === undefined ? usual : report.duration([...path, 'duration', key], text, { minMs, maxMs });
  };
  const maxMs = read('max', 4 * hour, minute, longestLifeMs);
  const minMs = read('min', Math.min(15 * minute, maxMs), minute, maxMs);
  const defaultMs = read('default', Math.min(Math.max(hour, minMs), maxMs), minMs, maxMs);
  const choices = given.choices?.map((text, index) =>
    report.duration([...path, 'duration', 'choices', index], text, { minMs, maxMs }),
  ) ?? [minMs, ...usualChoices.filter(ms => ms > minMs && ms < maxMs), maxMs];
  return {
    minMs,
    maxMs,
    defaultMs,
    choicesMs: [...new Set([...choices, defaultMs])].sort((a, b) => a - b),
    maxTotalMs: read('max_total', maxMs, maxMs, longestLifeMs),
  };
};

/** A role with its defaults filled in; what is wrong at or below `path` goes to `ctx.report`. */
export const resolveRole = (role: RoleFile, path: KeyPath, ctx: RoleContext): Role => {
  const { report, people } = ctx;
  const targets = targetsOf(role, path, ctx);
  const durations = durationsOf(role, path, report);
  const approval = resolveApproval(role.approval, [...path, 'approval'], ctx);
  if (role.may_request) report.names([...path, 'may_request'], 'person', role.may_request, people);
  const waiting = approval.mode === 'ask' ? approval.deadlineMs : 0;
  if (waiting + durations.maxTotalMs > longestLifeMs) {
    report.problem([...path, 'duration'], 'deadline and max_total together should not exceed 330 days');
  }
  return {
    name: role.name,
    description: role.description,
    kind: role.kind,
    targets,
    risk: role.risk ?? (targets.some(({ account }) => account.production) ? 'high' : 'low'),
    justification: role.justification ?? 'required',
    ...(role.note === undefined ? {} : { note: role.note }),
    ...(role.runbook === undefined ? {} : { runbook: role.runbook }),
    ...durations,
    ...(role.may_request === undefined ? {} : { mayRequest: role.may_request }),
    approval,
  };
};
