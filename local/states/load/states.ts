import type { ChoiceState, Flow, MapState, State, TaskState, WaitState } from '../definition.ts';
import { expressionIn } from '../expressions.ts';
import type { Json, JsonObject } from '../json.ts';
import { isTimestamp } from '../timestamp.ts';
import {
  checkComment,
  checkQueryLanguage,
  exit,
  outputAndAssign,
  requiredTemplate,
  secondsTemplate,
  template,
} from './fields.ts';
import { errorHandling } from './handling.ts';
import { asList, asObject, asText, onlyKnownFields, type Problems } from './problems.ts';
import { resource } from './resource.ts';

interface Place {
  readonly problems: Problems;
  readonly at: string;
  readonly name: string;
  readonly record: JsonObject;
  readonly loadFlow: (at: string, value: Json | undefined, known: readonly string[]) => Flow;
}

const moving = ['Assign', 'Output', 'Next', 'End'];

const task = ({ problems, at, name, record }: Place): TaskState => {
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = record;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    problems.add(`${at}/HeartbeatSeconds`, 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
  return {
    type: 'Task',
    name,
    resource: resource(problems, at, record),
    arguments: requiredTemplate(problems, `${at}/Arguments`, 'Arguments', record.Arguments),
    timeoutSeconds: secondsTemplate(problems, at, record, { field: 'TimeoutSeconds', least: 1 }),
    heartbeatSeconds: secondsTemplate(problems, at, record, { field: 'HeartbeatSeconds', least: 1 }),
    ...exit(problems, at, record),
    ...errorHandling(problems, at, record),
  };
};

const choice = ({ problems, at, name, record }: Place): ChoiceState => ({
  type: 'Choice',
  name,
  choices: asList(problems, `${at}/Choices`, record.Choices).map((value, index) => {
    const ruleAt = `${at}/Choices[${index}]`;
    const rule = asObject(problems, ruleAt, value);
    onlyKnownFields(problems, ruleAt, rule, ['Comment', 'Condition', 'Next', 'Assign', 'Output']);
    const condition = rule.Condition;
    if (typeof condition !== 'boolean' && expressionIn(condition) === undefined) {
      problems.add(`${ruleAt}/Condition`, 'Expected true, false or a JSONata expression');
    }
    return {
      condition: requiredTemplate(problems, `${ruleAt}/Condition`, `Choices[${index}]/Condition`, condition),
      next: asText(problems, `${ruleAt}/Next`, rule.Next),
      ...outputAndAssign(problems, ruleAt, `Choices[${index}]/`, rule),
    };
  }),
  default: record.Default === undefined ? undefined : asText(problems, `${at}/Default`, record.Default),
  next: undefined,
  ...outputAndAssign(problems, at, '', record),
});

const wait = ({ problems, at, name, record }: Place): WaitState => {
  const { Seconds: seconds, Timestamp: timestamp } = record;
  if ((seconds === undefined) === (timestamp === undefined)) {
    problems.add(at, 'Exactly one of Seconds and Timestamp is required');
  }
  if (timestamp !== undefined && expressionIn(timestamp) === undefined && !isTimestamp(timestamp)) {
    problems.add(
      `${at}/Timestamp`,
      'Expected a timestamp such as 2027-03-14T01:59:00Z, or a JSONata expression',
    );
  }
  return {
    type: 'Wait',
    name,
    until:
      seconds === undefined
        ? { timestamp: requiredTemplate(problems, `${at}/Timestamp`, 'Timestamp', timestamp ?? null) }
        : {
            seconds: secondsTemplate(problems, at, record, { field: 'Seconds', least: 0 }) ?? {
              kind: 'literal',
              value: 0,
            },
          },
    ...exit(problems, at, record),
  };
};

const map = ({ problems, at, name, record, loadFlow }: Place): MapState => {
  const processor = asObject(problems, `${at}/ItemProcessor`, record.ItemProcessor);
  const config = processor.ProcessorConfig;
  if (config !== undefined) {
    const settings = asObject(problems, `${at}/ItemProcessor/ProcessorConfig`, config);
    onlyKnownFields(problems, `${at}/ItemProcessor/ProcessorConfig`, settings, ['Mode']);
    if ((settings.Mode ?? 'INLINE') !== 'INLINE') {
      problems.add(`${at}/ItemProcessor/ProcessorConfig/Mode`, 'Only Mode INLINE is supported');
    }
  }
  return {
    type: 'Map',
    name,
    items: template(problems, `${at}/Items`, 'Items', record.Items),
    itemSelector: template(problems, `${at}/ItemSelector`, 'ItemSelector', record.ItemSelector),
    maxConcurrency: secondsTemplate(problems, at, record, { field: 'MaxConcurrency', least: 0 }),
    iterator: loadFlow(`${at}/ItemProcessor`, processor, ['ProcessorConfig', 'Comment', 'StartAt', 'States']),
    ...exit(problems, at, record),
    ...errorHandling(problems, at, record),
  };
};

interface Kind {
  readonly fields: readonly string[];
  readonly load: (place: Place) => State;
}

const kinds: Record<string, Kind> = {
  Task: {
    fields: ['Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Retry', 'Catch', ...moving],
    load: task,
  },
  Choice: { fields: ['Choices', 'Default', 'Assign', 'Output'], load: choice },
  Wait: { fields: ['Seconds', 'Timestamp', ...moving], load: wait },
  Pass: {
    fields: moving,
    load: ({ problems, at, name, record }) => ({ type: 'Pass', name, ...exit(problems, at, record) }),
  },
  Succeed: {
    fields: ['Output'],
    load: ({ problems, at, name, record }) => ({
      type: 'Succeed',
      name,
      next: undefined,
      ...outputAndAssign(problems, at, '', record),
    }),
  },
  Fail: {
    fields: ['Error', 'Cause'],
    load: ({ problems, at, name, record }) => ({
      type: 'Fail',
      name,
      error: template(problems, `${at}/Error`, 'Error', record.Error),
      cause: template(problems, `${at}/Cause`, 'Cause', record.Cause),
    }),
  },
  Parallel: {
    fields: ['Branches', 'Arguments', 'Retry', 'Catch', ...moving],
    load: ({ problems, at, name, record, loadFlow }) => ({
      type: 'Parallel',
      name,
      arguments: template(problems, `${at}/Arguments`, 'Arguments', record.Arguments),
      branches: asList(problems, `${at}/Branches`, record.Branches).map((value, index) =>
        loadFlow(`${at}/Branches[${index}]`, value, ['Comment', 'StartAt', 'States']),
      ),
      ...exit(problems, at, record),
      ...errorHandling(problems, at, record),
    }),
  },
  Map: {
    fields: ['Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor', 'Retry', 'Catch', ...moving],
    load: map,
  },
};

export const loadState = (place: Place): State | undefined => {
  const { problems, at, record } = place;
  const type = record.Type;
  const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) {
    problems.add(`${at}/Type`, `State type '${String(type)}' is not supported`);
    return undefined;
  }
  onlyKnownFields(problems, at, record, ['Type', 'Comment', 'QueryLanguage', ...kind.fields]);
  checkComment(problems, at, record);
  checkQueryLanguage(problems, at, record, false);
  return kind.load(place);
};
