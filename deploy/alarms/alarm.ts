import { type Resource, ref, type Value } from '../cloudformation.ts';

export type Metric = {
  namespace: string;
  name: string;
  dimensions: Record<string, Value>;
  statistic: 'Sum' | 'Minimum' | 'Maximum' | 'p99';
};

export type AlarmOptions = {
  name: string;
  /** One sentence on what it means; the address of the chapter in docs/operating.md is added to it. */
  says: string;
  /** Added up when there are several, unless `expression` says how else; they are `m0`, `m1`, … in it. */
  metrics: Metric[];
  /** Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
  expression?: string;
  /** Alarms at this value and above, in the metric's unit, or below it with `below`. */
  threshold: number;
  below?: boolean;
  periodSeconds: number;
  /** How many periods must be bad, out of how many. */
  bad?: [number, number];
  /** What missing data means: a fault for what reports regularly, elsewhere that nothing happened. */
  silence: 'breaching' | 'notBreaching';
};

const dimensionsOf = (metric: Metric) =>
  Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }));

const one = (metric: Metric, periodSeconds: number) => ({
  Namespace: metric.namespace,
  MetricName: metric.name,
  Dimensions: dimensionsOf(metric),
  Period: periodSeconds,
  ...(metric.statistic === 'p99' ? { ExtendedStatistic: metric.statistic } : { Statistic: metric.statistic }),
});

const several = (metrics: Metric[], periodSeconds: number, expression: string) => ({
  Metrics: [
    { Id: 'all', Expression: expression, Label: 'all', ReturnData: true },
    ...metrics.map((metric, index) => ({
      Id: `m${index}`,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions: dimensionsOf(metric) },
        Period: periodSeconds,
        Stat: metric.statistic,
      },
    })),
  ],
});

/** The heading in docs/operating.md is the alarm's name without the prefix. Throws for an alarm without a metric. */
export const alarm = (prefix: string, options: AlarmOptions): Resource => {
  const { name, says, metrics, threshold, below, periodSeconds, bad = [1, 1], silence } = options;
  const { expression = 'SUM(METRICS())' } = options;
  const [first] = metrics;
  if (first === undefined) throw new Error(`The alarm ${name} watches nothing`);
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${prefix}-${name}`,
      AlarmDescription: `${says} What to do: docs/operating.md#${name}`,
      ...(metrics.length === 1 ? one(first, periodSeconds) : several(metrics, periodSeconds, expression)),
      ComparisonOperator: below ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      Threshold: threshold,
      DatapointsToAlarm: bad[0],
      EvaluationPeriods: bad[1],
      TreatMissingData: silence,
      AlarmActions: [ref('AlarmTopic')],
      OKActions: [ref('AlarmTopic')],
    },
  };
};
