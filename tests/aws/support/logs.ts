import type { HistoryEvent } from '../../../local/states/history.ts';

export type Measured = { namespace: string; name: string; service: string; value: number };

type Embedded = {
  _aws?: { CloudWatchMetrics: { Namespace: string; Metrics: { Name: string }[] }[] };
  service: string;
} & Record<string, unknown>;

/** What CloudWatch makes of log lines. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const measuredIn = (printed: string): Measured[] =>
  printed
    .split('\n')
    .filter(line => line.startsWith('{"_aws"'))
    .map(line => JSON.parse(line) as Embedded)
    .flatMap(line =>
      (line._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace: namespace, Metrics }) =>
        Metrics.map(({ Name: name }) => ({
          namespace,
          name,
          service: line.service,
          value: Number(line[name]),
        })),
      ),
    );

type Holds = { Payload?: { token?: string }; ExpressionAttributeValues?: { ':token'?: { S: string } } };

/** Every task token that the machine handed out. */
export const tokensIn = (events: HistoryEvent[]): string[] =>
  events
    .map(event => JSON.parse(String(event.taskScheduledEventDetails?.parameters ?? '{}')) as Holds)
    .map(
      ({ Payload, ExpressionAttributeValues }) => Payload?.token ?? ExpressionAttributeValues?.[':token']?.S,
    )
    .filter(token => token !== undefined);
