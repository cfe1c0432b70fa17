import type { Resource, Resources, Value } from '../../deploy/cloudformation.ts';
import type { PolicyStatement } from '../../deploy/policy.ts';
import { minute } from '../../functions/domain/time.ts';
import { type Context, verdict, write } from './iam.ts';

/** What happens to events in a template: worked out from it, as EventBridge and IAM would. */
export type Wiring = { resources: Resources; resolve: (value: Value) => string };

type Target = { Arn: Value; DeadLetterConfig?: { Arn: Value } };
type Rule = {
  State?: string;
  ScheduleExpression?: string;
  EventPattern?: Pattern;
  Targets?: Target[];
};
type Pattern = { [field: string]: (Value | number)[] | Pattern };

const ofType = ({ resources }: Wiring, type: string): [id: string, properties: Resource['Properties']][] =>
  Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
    Type === type ? [[id, Properties]] : [],
  );

const rulesOf = (wiring: Wiring): [id: string, rule: Rule][] =>
  ofType(wiring, 'AWS::Events::Rule').filter(([, { State }]) => State !== 'DISABLED') as [string, Rule][];

/**
 * Does an event have, in each field of the pattern, one of its values?
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
const matchesPattern = ({ resolve }: Wiring, pattern: Pattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, wanted]) => {
    const value: unknown =
      typeof event === 'object' && event !== null ? Reflect.get(event, field) : undefined;
    if (!Array.isArray(wanted)) return matchesPattern({ resources: {}, resolve }, wanted, value);
    return wanted.some(one => (typeof one === 'number' ? one : resolve(one)) === value);
  });

/** The ARN of a rule without a name of its own, as far as a policy can tell it from others. */
export const ruleArn = (id: string): string => `arn:aws:events:eu-central-1:111111111111:rule/${id}`;

const arnOf = ({ resolve }: Wiring, value: Value): string =>
  typeof value === 'object' && 'Fn::GetAtt' in value && /^(Sweep|Stopped)\w+$/.test(value['Fn::GetAtt'][0])
    ? knownArn(value['Fn::GetAtt'][0], () => resolve(value))
    : resolve(value);

const knownArn = (id: string, otherwise: () => string): string =>
  id.endsWith('LambdaFunction') || id === 'SweepFailures' ? otherwise() : ruleArn(id);

/**
 * May this rule invoke the function? A resource policy says so, for the service and the rule.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export const mayInvoke = (wiring: Wiring, rule: string, functionArn: string): boolean =>
  ofType(wiring, 'AWS::Lambda::Permission').some(([, permission]) => {
    const { Action, Principal, FunctionName, SourceArn } = permission as Record<string, Value | undefined>;
    const source = SourceArn === undefined ? undefined : arnOf(wiring, SourceArn);
    return (
      Action === 'lambda:InvokeFunction' &&
      Principal === 'events.amazonaws.com' &&
      FunctionName !== undefined &&
      wiring.resolve(FunctionName) === functionArn &&
      (source === undefined || source === rule)
    );
  });

const invokedBy = (wiring: Wiring, id: string, { Targets = [] }: Rule): string[] =>
  Targets.map(({ Arn }) => wiring.resolve(Arn)).filter(arn => mayInvoke(wiring, ruleArn(id), arn));

/** ARNs of the functions that an event invokes. */
export const deliver = (wiring: Wiring, event: object): string[] =>
  rulesOf(wiring)
    .filter(
      ([, { EventPattern }]) => EventPattern !== undefined && matchesPattern(wiring, EventPattern, event),
    )
    .flatMap(([id, rule]) => invokedBy(wiring, id, rule));

/** `rate(1 minute)` in ms. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const everyMs = (expression: string): number => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const units: Record<string, number> = { minute, hour: 60 * minute, day: 1_440 * minute };
  const ms = Number(count) * (units[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(ms)) throw new Error(`What is ${expression}?`);
  return ms;
};

/** How often a function is started by a schedule, ms; undefined: never. */
export const startedEvery = (wiring: Wiring, functionArn: string): number | undefined => {
  const rates = rulesOf(wiring)
    .filter(([id, rule]) => rule.ScheduleExpression && invokedBy(wiring, id, rule).includes(functionArn))
    .map(([, { ScheduleExpression = '' }]) => everyMs(ScheduleExpression));
  return rates.length === 0 ? undefined : Math.min(...rates);
};

/** Rules of a function whose undelivered events are kept nowhere: no queue, or none that takes them. */
export const losingRules = (wiring: Wiring): string[] =>
  rulesOf(wiring).flatMap(([id, { Targets = [] }]) =>
    Targets.flatMap(({ DeadLetterConfig }) => {
      const queue = DeadLetterConfig && wiring.resolve(DeadLetterConfig.Arn);
      return queue !== undefined && maySend(wiring, ruleArn(id), queue) ? [] : [id];
    }),
  );

/** May EventBridge send for this rule to the queue, by the queue's own policy? */
export const maySend = (wiring: Wiring, rule: string, queue: string): boolean => {
  const context: Context = { 'aws:SourceArn': rule };
  const policies = ofType(wiring, 'AWS::SQS::QueuePolicy').map(([, { PolicyDocument }]) => PolicyDocument);
  const statements = (policies as { Statement: (PolicyStatement & { Principal: { Service: string } })[] }[])
    .flatMap(({ Statement }) => Statement)
    .filter(({ Principal }) => Principal.Service === 'events.amazonaws.com')
    .map(statement => ({
      ...statement,
      Action: [statement.Action].flat(),
      Resource: [statement.Resource].flat(),
    }));
  return (
    verdict(
      write(statements, value => arnOf(wiring, value)),
      'sqs:SendMessage',
      queue,
      context,
    ) === 'allowed'
  );
};
