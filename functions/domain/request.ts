import { waitingMsOf } from './approval/index.ts';
import type { Catalog, Person, Role } from './catalog.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { nearest } from './nearest.ts';
import { projectNamed, requestable, roleNamed } from './roles.ts';
import { parseStart } from './start.ts';
import { cleanText, lengthOf, listNames, quoted } from './text.ts';
import { day, type Iso } from './time.ts';
import type { FieldProblem, ValidRequest } from './valid-request.ts';

/**
 * Deadline, lead, duration and extensions together: an execution lives one year at most.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const longestLifeMs = 330 * day;
/** A history of an execution holds 25,000 events, and asking over and over adds to it. */
export const longestDeadlineMs = 14 * day;
export const mostReminders = 20;
/** In characters as `lengthOf` counts them. */
export const longestJustification = 1_000;

/** `now` in epoch ms. */
export type RequestContext = { catalog: Catalog; requester: Person; now: number };
export type Validated = { ok: true; request: ValidRequest } | { ok: false; problems: FieldProblem[] };

type Field<T> = { value: T } | { problem: string };

const textAt = (input: object, key: string): string => {
  const value: unknown = Object.hasOwn(input, key) ? Reflect.get(input, key) : undefined;
  return typeof value === 'string' ? value : '';
};

const unknownName = (what: string, typed: string, known: string[]): string => {
  if (typed.trim() === '') return `Choose a ${what}.`;
  const meant = nearest(typed.slice(0, 80).trim(), known);
  const hint = meant === undefined ? `Choose ${listNames(known)}.` : `Did you mean ${meant}?`;
  return `There is no ${what} ${quoted(typed)}. ${hint}`;
};

const justified = (text: string, role: Role): Field<string> => {
  if (text.length > 20 * longestJustification) {
    return {
      problem: `The justification is too long: ${text.length} characters. At most ${longestJustification}, please.`,
    };
  }
  const value = cleanText(text);
  const length = lengthOf(value);
  if (length > longestJustification) {
    return {
      problem: `The justification is too long: ${length} characters. At most ${longestJustification}, please.`,
    };
  }
  if (value !== '' || role.justification === 'optional') return { value };
  return {
    problem:
      text === '' ? 'Say why you need it.' : 'Say why you need it: that text has no readable characters.',
  };
};

const tooFar = (startMs: number, role: Role, durationMs: number, { catalog, now }: RequestContext) => {
  const ahead = catalog.settings.maxStartAheadMs;
  if (startMs - now > ahead) return `The start is too far ahead: at most ${formatDuration(ahead)} from now.`;
  if (waitingMsOf(role) + (startMs - now) + Math.max(durationMs, role.maxTotalMs) <= longestLifeMs)
    return undefined;
  return `That would end more than ${formatDuration(longestLifeMs)} from now. Choose an earlier start.`;
};

const starting = (input: object, role: Role, durationMs: number, ctx: RequestContext): Field<Iso> => {
  const raw: unknown = Object.hasOwn(input, 'startAt') ? Reflect.get(input, 'startAt') : undefined;
  const start = parseStart(raw, ctx.now);
  if ('problem' in start) return start;
  const problem = tooFar(Date.parse(start.value), role, durationMs, ctx);
  return problem === undefined ? start : { problem };
};

const refused = (problems: FieldProblem[]): Validated => ({ ok: false, problems });

/**
 * Turns what a form, a command or a recorded item claims into a request that may be decided on.
 * `input`: `{project, role, duration, startAt?, justification}`; `startAt` is ISO text with a zone or epoch seconds.
 */
export const validateRequest = (input: unknown, ctx: RequestContext): Validated => {
  if (typeof input !== 'object' || input === null) {
    return refused([{ field: 'form', message: 'The form was empty.' }]);
  }
  const projectName = textAt(input, 'project');
  const project = projectNamed(ctx.catalog, projectName);
  if (project === undefined) {
    const known = requestable(ctx.catalog, ctx.requester).map(offer => offer.project.name);
    return refused([{ field: 'project', message: unknownName('project', projectName, known) }]);
  }
  const roleName = textAt(input, 'role');
  const role = roleNamed(project, roleName);
  if (role === undefined) {
    const known = project.roles.map(({ name }) => name);
    return refused([{ field: 'role', message: unknownName('role', roleName, known) }]);
  }
  const duration = parseDuration(textAt(input, 'duration'), role);
  const start = starting(input, role, duration.ok ? duration.ms : role.minMs, ctx);
  const justification = justified(textAt(input, 'justification'), role);

  const problems: FieldProblem[] = [];
  if (!duration.ok) problems.push({ field: 'duration', message: duration.message });
  if ('problem' in start) problems.push({ field: 'startAt', message: start.problem });
  if ('problem' in justification) problems.push({ field: 'justification', message: justification.problem });
  if (!duration.ok || 'problem' in start || 'problem' in justification) return refused(problems);
  const request = {
    project: project.name,
    role: role.name,
    kind: role.kind,
    requester: ctx.requester.name,
    durationMs: duration.ms,
    startAt: start.value,
    justification: justification.value,
  };
  return { ok: true, request: request as ValidRequest };
};
