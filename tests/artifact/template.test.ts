import { readdirSync, readFileSync } from 'node:fs';
import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machineArn } from '../../deploy/machine.ts';
import { createNames, logicalId } from '../../deploy/names.ts';
import { machines } from '../../statemachines/machines.ts';
import { lambdaNames, tableNames } from '../../statemachines/names.ts';
import { environmentOf, optional, outcomesOf } from './environment.ts';
import { loadedByAnother, madeBefore, unpacked } from './hardened.ts';
import { archives, makePackage, ofType } from './package.ts';

// One file for all that needs a package: packaging twice at once would share a work folder.
const packaged = makePackage();
const { Resources } = packaged.template;

type State = {
  Type: string;
  TimeoutSeconds?: number;
  Arguments?: { FunctionName?: string };
  Resource?: string;
};
const sources = machines.map(({ name }) => {
  const text = readFileSync(`statemachines/${name}.asl.json`, 'utf8');
  return { name, source: JSON.parse(text) as { States: Record<string, State> } };
});

test('AWS finds nothing wrong with the template', () => {
  const engine = new CelEngine();
  try {
    // W3030 warns of values that are not among the allowed: a fault. W3005 dislikes how the framework orders things.
    const report = engine.validateStandard(new TemplateFile(packaged.templatePath), {
      severityLevel: 'WARN',
      exclude: { ids: ['W3005'] },
    });
    assert.is(report.status, 'OK');
    assert.equal(
      report.diagnostics.map(({ ruleId, message, entity }) => `${ruleId} ${entity?.logicalId}: ${message}`),
      [],
    );
  } finally {
    engine.free();
  }
});

const hardened = makePackage('077');

test('the same source makes the same archives, whatever the umask', () => {
  assert.equal(archives(hardened), archives(packaged));
});

for (const name of lambdaNames) {
  test(`${name}: packaged under umask 077, everybody can read every file, and Lambda can load it`, () => {
    const files = unpacked(hardened, name);
    assert.ok(files.length > 0);
    for (const { path, mode } of files) assert.is(mode, 0o644, path);
    const bundle = files.find(({ path }) => path.endsWith('.mjs'));
    assert.is(loadedByAnother(bundle?.path ?? '', Object.keys(environmentOf(hardened, name))), 'function');
  });
}

test('whatever can fail is made before a table: a first deployment that fails leaves none behind', () => {
  const retained = Object.keys(Resources).filter(id => Resources[id]?.DeletionPolicy === 'Retain');
  // The bucket of the archives comes with a template of its own, before everything else.
  const others = Object.keys(Resources).filter(
    id => !retained.includes(id) && !/^ServerlessDeployment/.test(id),
  );
  assert.equal(
    retained.map(id => Resources[id]?.Type),
    tableNames.map(() => 'AWS::DynamoDB::Table'),
  );
  for (const table of retained) {
    const before = madeBefore(Resources, table);
    assert.equal(
      others.filter(id => !before.has(id)),
      [],
      `made after ${table}, or beside it`,
    );
  }
});

test('every file in functions/ is deployed, in an archive of its own', () => {
  const files = readdirSync('functions', { withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => name.replace('.ts', ''));
  assert.equal(files.sort(), [...lambdaNames].sort());
  assert.equal(
    archives(packaged).map(([name]) => name),
    [...lambdaNames].sort().map(name => `${name}.zip`),
  );
});

for (const name of lambdaNames) {
  test(`${name} runs with its own IAM role, on arm64 and Node 24`, () => {
    const { Properties } = Resources[logicalId.lambda(name)] ?? { Properties: {} as Record<string, unknown> };
    assert.equal(Properties.Role, { 'Fn::GetAtt': [logicalId.role(name), 'Arn'] });
    assert.equal(Properties.Architectures, ['arm64']);
    assert.is(Properties.Runtime, 'nodejs24.x');
    assert.is(Properties.Handler, `functions/${name}.handler`);
  });
}

test('the definition survives packaging to the last null', () => {
  for (const { name, source } of sources) {
    const { DefinitionString } = Resources[logicalId.machine(name)]?.Properties ?? {};
    assert.equal(JSON.parse(String(DefinitionString)), source);
  }
});

test('a Lambda is dead before its Task state gives it up', () => {
  const timed = sources
    .flatMap(({ source }) => Object.entries(source.States))
    .filter(([, { Arguments }]) => Arguments?.FunctionName !== undefined);
  assert.ok(timed.length > 0);
  for (const [state, { Arguments, TimeoutSeconds }] of timed) {
    const lambda = /^\$\{(\w+)FunctionArn\}$/.exec(Arguments?.FunctionName ?? '')?.[1];
    const timeout = Number(Resources[`${lambda}LambdaFunction`]?.Properties.Timeout);
    assert.ok(timeout > 0, state);
    if (typeof TimeoutSeconds === 'number') assert.ok(timeout < TimeoutSeconds, `${state}: ${timeout} s`);
  }
});

test('every log group has a retention', () => {
  const groups = ofType(packaged, 'AWS::Logs::LogGroup');
  assert.is(groups.length, lambdaNames.length + machines.length);
  for (const [id, { Properties }] of groups) assert.is(Properties.RetentionInDays, 90, id);
});

test('every alarm notifies the topic', () => {
  const alarms = ofType(packaged, 'AWS::CloudWatch::Alarm');
  assert.ok(alarms.length > 0);
  for (const [id, { Properties }] of alarms)
    assert.equal(Properties.AlarmActions, [{ Ref: 'AlarmTopic' }], id);
});

test('every table is kept when the stack goes', () => {
  const tables = ofType(packaged, 'AWS::DynamoDB::Table');
  assert.is(tables.length, 4);
  for (const [id, { DeletionPolicy }] of tables) assert.is(DeletionPolicy, 'Retain', id);
});

test('only POST /slack/events is open to the internet, and it is throttled', () => {
  const routes = ofType(packaged, 'AWS::ApiGatewayV2::Route').map(
    ([, { Properties }]) => Properties.RouteKey,
  );
  assert.equal(routes, ['POST /slack/events']);
  assert.equal(ofType(packaged, 'AWS::Lambda::Url'), []);
  const { DefaultRouteSettings } = Resources.HttpApiStage?.Properties ?? {};
  assert.is((DefaultRouteSettings as { ThrottlingRateLimit: number }).ThrottlingRateLimit, 50);
});

test('what the sweeper could not take is kept, whether the event or its run failed', () => {
  const queue = { 'Fn::GetAtt': ['SweepFailures', 'Arn'] };
  const invokes = ofType(packaged, 'AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties);
  assert.equal(
    invokes.map(({ DestinationConfig }) => DestinationConfig),
    [{ OnFailure: { Destination: queue } }],
  );
  for (const [id, { Properties }] of ofType(packaged, 'AWS::Events::Rule')) {
    const [target] = Properties.Targets as { DeadLetterConfig: { Arn: unknown } }[];
    assert.equal(target?.DeadLetterConfig.Arn, queue, id);
  }
});

for (const name of lambdaNames) {
  test(`${name} finds every variable it needs, and is given none it does not need`, async () => {
    const names = Object.keys(environmentOf(packaged, name));
    const outcomes = await outcomesOf(name, names);
    assert.is.not(outcomes[''], 'InvalidConfig', 'with its whole environment');
    for (const variable of names.filter(each => !optional.includes(each))) {
      assert.is(outcomes[variable], 'InvalidConfig', `without ${variable}`);
    }
  });
}

test('a Lambda that starts or resumes executions is told a machine of the stack', () => {
  const arns = machines.map(machine => JSON.stringify(machineArn(createNames('prod'), machine)));
  const told = lambdaNames.flatMap(name => environmentOf(packaged, name).STATE_MACHINE_ARN ?? []);
  assert.ok(told.length > 0);
  for (const arn of told) assert.ok(arns.includes(JSON.stringify(arn)), JSON.stringify(arn));
});

test('secrets stand in the template only as references to Secrets Manager', () => {
  for (const name of lambdaNames) {
    for (const [variable, value] of Object.entries(environmentOf(packaged, name))) {
      if (!/SECRET|BOT_TOKEN/.test(variable)) continue;
      assert.match(
        String(value),
        /^\{\{resolve:secretsmanager:curfew\/slack:SecretString:\w+::\}\}$/,
        variable,
      );
    }
  }
});

test('a Lambda that is given a secret has its environment encrypted under the key of the stack', () => {
  for (const name of lambdaNames) {
    const { KmsKeyArn } = Resources[logicalId.lambda(name)]?.Properties ?? {};
    const holdsSecret = Object.values(environmentOf(packaged, name)).some(value =>
      String(value).includes('{{resolve:'),
    );
    assert.equal(KmsKeyArn, holdsSecret ? { 'Fn::GetAtt': ['SecretsKey', 'Arn'] } : undefined, name);
  }
});

test.run();
