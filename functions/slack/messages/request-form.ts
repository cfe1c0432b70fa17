import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Project, Role } from '../../domain/catalog.ts';
import { compactDuration, formatDuration } from '../../domain/duration.ts';
import { longestJustification } from '../../domain/request.ts';
import { projectNamed, requestable, roleNamed } from '../../domain/roles.ts';
import { plain, section } from './blocks.ts';
import type { FormContext } from './form.ts';
import { previewLines } from './preview.ts';
import { clean, clip, free, list, mentionPerson, unformatted } from './text.ts';

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
const optionsMax = 100;

/** Slack keeps what was typed while block and action stay the same, so what depends on a pick is named after it. */
const blockId = (...parts: string[]): string => parts.join('.').slice(0, 255);

const option = (name: string, description: string): PlainTextOption => ({
  text: plain(clip(clean(name), 75)),
  value: name.slice(0, 150),
  ...(clean(description) !== '' && { description: plain(clip(clean(description), 75)) }),
});

/** The first hundred, and the picked one in any case: Slack refuses a picked option that is not offered. */
const offered = <T extends { name: string }>(all: T[], picked: string | undefined): T[] => {
  const first = all.slice(0, optionsMax);
  const chosen = all.find(({ name }) => name === picked);
  return chosen === undefined || first.includes(chosen) ? first : [chosen, ...first.slice(1)];
};

const select = (
  spec: { action: 'project' | 'role'; label: string; placeholder: string; blockId: string },
  all: { name: string; description: string }[],
  picked: string | undefined,
): InputBlock => {
  const shown = offered(all, picked);
  const options = shown.map(({ name, description }) => option(name, description));
  const initial = options[shown.findIndex(({ name }) => name === picked)];
  return {
    type: 'input',
    block_id: spec.blockId,
    dispatch_action: true,
    label: plain(spec.label),
    ...(all.length > optionsMax && {
      hint: plain(
        `Showing the first ${optionsMax} of ${all.length}. For another one, type its name after the command.`,
      ),
    }),
    element: {
      type: 'static_select',
      action_id: spec.action,
      placeholder: plain(spec.placeholder),
      options,
      ...(initial !== undefined && { initial_option: initial }),
    },
  };
};

const durationInput = (project: Project, role: Role, typed: string | undefined): InputBlock => {
  const choices = role.choicesMs.map(compactDuration).slice(0, 8);
  const examples = choices.length > 1 ? ` For example ${list(choices, 'or')}.` : '';
  return {
    type: 'input',
    block_id: blockId('duration', project.name, role.name),
    label: plain('How long'),
    hint: plain(`At most ${formatDuration(role.maxMs)}.${examples}`),
    element: {
      type: 'plain_text_input',
      action_id: 'duration',
      initial_value: clip(clean(typed ?? ''), 60) || compactDuration(role.defaultMs),
      max_length: 60,
    },
  };
};

const justificationInput = (role: Role): InputBlock => ({
  type: 'input',
  block_id: 'justification',
  optional: role.justification === 'optional',
  label: plain('Why you need it'),
  element: {
    type: 'plain_text_input',
    action_id: 'justification',
    multiline: true,
    max_length: longestJustification,
    placeholder: plain('What you will do, and a ticket if there is one'),
  },
});

const startInput: InputBlock = {
  type: 'input',
  block_id: 'startAt',
  optional: true,
  label: plain('Start later'),
  hint: plain('Leave it empty to start as soon as it is approved.'),
  element: { type: 'datetimepicker', action_id: 'startAt' },
};

/** Picked names that exist and that this person may ask for; a single choice is picked already. */
const picks = ({ catalog, person, state }: FormContext) => {
  const offers = requestable(catalog, person);
  const offer =
    state.project === undefined ? sole(offers) : offers.find(({ project }) => project.name === state.project);
  const roles = offer?.roles ?? [];
  const role = state.role === undefined ? sole(roles) : roles.find(({ name }) => name === state.role);
  return { offers, offer, role };
};

const sole = <T>(all: T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

/** Why what was typed after the command is not picked. */
const missed = (
  { catalog, state }: FormContext,
  offer: { project: Project } | undefined,
): string | undefined => {
  const project = projectNamed(catalog, state.project ?? '');
  if (state.project === undefined) return undefined;
  if (project === undefined) return `There is no project ${unformatted(state.project, 80)}.`;
  const owners = list(project.owners.flatMap(name => catalog.people[name] ?? []).map(mentionPerson), 'or', 5);
  const ask = owners === '' ? '' : ` ${owners} can tell you more.`;
  if (offer?.project.name !== project.name)
    return `You may not ask for access to ${free(project.name, 80)}.${ask}`;
  if (state.role === undefined) return undefined;
  return roleNamed(project, state.role) === undefined
    ? `${free(project.name, 80)} has no role ${unformatted(state.role, 80)}.`
    : `You may not ask for ${unformatted(state.role, 80)} in ${free(project.name, 80)}.${ask}`;
};

const roleBlocks = (
  form: FormContext,
  project: Project,
  roles: Role[],
  role: Role | undefined,
): KnownBlock[] => [
  select(
    { action: 'role', label: 'Role', placeholder: 'Pick a role', blockId: blockId('role', project.name) },
    roles,
    role?.name,
  ),
  ...(role === undefined
    ? []
    : [
        durationInput(project, role, form.state.duration),
        justificationInput(role),
        startInput,
        section(previewLines(role, form), 'preview'),
      ]),
];

/** The form as far as it is filled in; a person who may ask for nothing reads who to turn to. */
export const requestForm = (form: FormContext): ModalView => {
  const { offers, offer, role } = picks(form);
  const base = {
    type: 'modal',
    callback_id: 'request',
    private_metadata: form.metadata,
    title: plain('Request AWS access'),
  } as const;
  if (offers.length === 0) {
    return {
      ...base,
      close: plain('Close'),
      blocks: [
        section([
          'There is nothing you may ask for yet.',
          'Ask the owner of the project to add you to one of its roles.',
        ]),
      ],
    };
  }
  const miss = role === undefined ? missed(form, offer) : undefined;
  return {
    ...base,
    submit: plain('Request'),
    close: plain('Cancel'),
    blocks: [
      ...(miss === undefined ? [] : [section([`:information_source: ${miss}`], 'missed')]),
      select(
        { action: 'project', label: 'Project', placeholder: 'Pick a project', blockId: 'project' },
        offers.map(({ project }) => project),
        offer?.project.name,
      ),
      ...(offer === undefined ? [] : roleBlocks(form, offer.project, offer.roles, role)),
    ],
  };
};
