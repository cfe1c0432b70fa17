import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { alarmList } from '../../deploy/alarms/list.ts';
import { createNames } from '../../deploy/names.ts';
import { fragment } from '../../deploy/template.ts';
import { createMeasure, metricNames } from '../../functions/runtime/metrics.ts';
import { example, settings, stack } from './stack.ts';

const list = alarmList(createNames('prod'));
const watched = list.flatMap(({ metrics }) => metrics);
const resources = Object.entries(stack().Resources).filter(
  ([, { Type }]) => Type === 'AWS::CloudWatch::Alarm',
);

/** What `work` writes to standard output, as Lambda would hand it to CloudWatch. */
const linesWritten = (work: () => void): string[] => {
  const { write } = process.stdout;
  const written: string[] = [];
  process.stdout.write = (chunk: string | Uint8Array) => {
    written.push(String(chunk));
    return true;
  };
  try {
    work();
  } finally {
    process.stdout.write = write;
  }
  return written.join('').split('\n').filter(Boolean);
};

test('every alarm notifies the topic, when it starts and when it is over', () => {
  assert.is(resources.length, list.length);
  for (const [id, { Properties }] of resources) {
    assert.equal(Properties.AlarmActions, [{ Ref: 'AlarmTopic' }], id);
    assert.equal(Properties.OKActions, [{ Ref: 'AlarmTopic' }], id);
  }
});

test('every alarm says what silence means', () => {
  for (const [id, { Properties }] of resources) {
    assert.match(String(Properties.TreatMissingData), /^(breaching|notBreaching)$/, id);
  }
});

test('silence is an alarm for what reports regularly, and for nothing else', () => {
  const breaching = list.filter(({ silence }) => silence === 'breaching').map(({ name }) => name);
  assert.equal(breaching, ['sweeper-silent']);
});

test('every alarm on our own metrics watches one that the code emits, as the code emits it', () => {
  const lines = linesWritten(() => {
    process.env.POWERTOOLS_SERVICE_NAME = createNames('prod').prefix;
    const measure = createMeasure();
    for (const name of Object.values(metricNames)) measure(name, 1);
  });
  type Emitted = {
    _aws: { CloudWatchMetrics: { Namespace: string; Metrics: { Name: string }[] }[] };
    service: string;
  };
  const emitted = lines.flatMap(line => {
    const parsed = JSON.parse(line) as Emitted;
    return parsed._aws.CloudWatchMetrics.flatMap(({ Namespace, Metrics }) =>
      Metrics.map(({ Name }) => ({
        namespace: Namespace,
        name: Name,
        dimensions: { service: parsed.service },
      })),
    );
  });
  const ours = watched.filter(({ namespace }) => !namespace.startsWith('AWS/'));
  assert.ok(ours.length > 0);
  for (const { namespace, name, dimensions } of ours) {
    assert.ok(
      emitted.some(one => JSON.stringify(one) === JSON.stringify({ namespace, name, dimensions })),
      `${namespace} ${name} is not among ${JSON.stringify(emitted)}`,
    );
  }
});

test('every metric that the code emits is watched by an alarm', () => {
  const names = watched.map(({ name }) => name);
  for (const name of Object.values(metricNames)) assert.ok(names.includes(name), name);
});

test('grant and revoke wait by throwing, so their Lambda errors raise no alarm', () => {
  const errors = watched
    .filter(({ name }) => name === 'Errors')
    .map(({ dimensions }) => dimensions.FunctionName);
  for (const id of ['GrantLambdaFunction', 'RevokeLambdaFunction']) {
    assert.not(
      errors.some(name => JSON.stringify(name) === JSON.stringify({ Ref: id })),
      id,
    );
  }
});

test('every alarm has its chapter in docs/operating.md', () => {
  const headings = readFileSync('docs/operating.md', 'utf8')
    .split('\n')
    .flatMap(line => /^#+ (.+)$/.exec(line)?.[1] ?? []);
  for (const { name } of list) assert.ok(headings.includes(name), `## ${name} is missing`);
});

test('the e-mail address is subscribed when there is one', () => {
  const topic = (alarmEmail: string) => fragment({ ...settings, alarmEmail }, example).Resources.AlarmTopic;
  assert.equal(topic('ops@example.com')?.Properties.Subscription, [
    { Protocol: 'email', Endpoint: 'ops@example.com' },
  ]);
  assert.is(topic('')?.Properties.Subscription, undefined);
});

test.run();
