import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Every metric the code emits, in the namespace `Curfew`; alarms may watch only these. */
export const metricNames = {
  /** Seconds between `until` (or the click that asked for the end) and the moment access was seen gone. */
  revokeLateness: 'RevokeLateness',
  /** Requests that are STUCK, counted when marked and on every sweep. */
  stuckRevokes: 'StuckRevokes',
  /** One for every finished sweep. */
  sweepRuns: 'SweepRuns',
  /** Live requests more than 5 minutes past their end that a sweep could not end. */
  overdueLive: 'OverdueLive',
  /** Requests a sweep had to move because nothing else did. */
  sweptLate: 'SweptLate',
  /** Failures outside the vocabulary of expected waiting (polling, busy, not yet). */
  unexpectedErrors: 'UnexpectedErrors',
} as const;

export type MetricName = (typeof metricNames)[keyof typeof metricNames];
/** Emits one measurement, in the unit that `metricNames` gives: seconds or a count. */
export type Measure = (name: MetricName, value: number) => void;

export const metricNamespace = 'Curfew';

const units: Partial<Record<MetricName, (typeof MetricUnit)[keyof typeof MetricUnit]>> = {
  RevokeLateness: MetricUnit.Seconds,
};

/**
 * Writes each measurement at once, as one line in CloudWatch's embedded metric format. Its dimension `service` is
 * POWERTOOLS_SERVICE_NAME, so that stages in one account do not hide each other.
 */
export const createMeasure = (): Measure => {
  const metrics = new Metrics({ namespace: metricNamespace });
  return (name, value) => {
    metrics.addMetric(name, units[name] ?? MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  };
};
