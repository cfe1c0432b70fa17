// slow: the validator takes seconds to start

import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Resources } from '../../deploy/cloudformation.ts';
import type { MemberTemplate } from '../../deploy/member/template.ts';
import { logicalId } from '../../deploy/names.ts';
import { type Fragment, ofTheFramework } from '../../deploy/template.ts';
import { lambdaNames } from '../../statemachines/names.ts';
import { anotherAccount, granting, member, targetsIn, templateFor } from '../deploy/member-account.ts';
import { stack } from '../deploy/stack.ts';

const engine = new CelEngine();
test.after(() => engine.free());

/** What AWS's own validator finds, warnings included. */
const findings = (template: TemplateFile): string[] => {
  const { status, diagnostics } = engine.validateStandard(template, { severityLevel: 'WARN' });
  const found = diagnostics.map(
    ({ ruleId, message, entity }) => `${ruleId} ${entity?.logicalId}: ${message}`,
  );
  return status === 'OK' ? found : [status, ...found];
};

/** As little of what the Serverless Framework adds as the rest refers to. */
const byServerless = (): Resources => ({
  ...Object.fromEntries(
    ofTheFramework.map(id => [id, { Type: 'AWS::CloudFormation::WaitConditionHandle', Properties: {} }]),
  ),
  HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'curfew-prod', ProtocolType: 'HTTP' } },
  ...Object.fromEntries(
    lambdaNames.map(name => [
      logicalId.lambda(name),
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: 'archives', S3Key: `${name}.zip` },
          Handler: `functions/${name}.handler`,
          Role: { 'Fn::GetAtt': [logicalId.role(name), 'Arn'] },
          Runtime: 'nodejs24.x',
        },
      },
    ]),
  ),
});

class InMemory extends TemplateFile {
  readonly #text: string;
  constructor({ Resources, Outputs }: Fragment) {
    super('stack.json');
    const all = { ...byServerless(), ...Resources };
    this.#text = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: all, Outputs });
  }
  override readBytes(): Uint8Array {
    return Buffer.from(this.#text);
  }
}

test('AWS finds nothing wrong with what deploy/ makes, before it is packaged', () => {
  assert.equal(findings(new InMemory(stack())), []);
});

const mistakes: Record<string, (made: Fragment['Resources']) => void> = {
  'a property that does not exist': made =>
    Object.assign(made.RequestsTable?.Properties ?? {}, { Billing: 'X' }),
  'a reference to nothing': made =>
    Object.assign(made.MachineRole?.Properties ?? {}, { Path: { Ref: 'Nothing' } }),
  'a value that is not possible': made =>
    Object.assign(made.MachineLogGroup?.Properties ?? {}, { RetentionInDays: 91 }),
};
for (const [what, make] of Object.entries(mistakes))
  test(`${what} would be found`, () => {
    const made = structuredClone(stack());
    make(made.Resources);
    assert.is.not(findings(new InMemory(made)).length, 0);
  });

class Member extends TemplateFile {
  readonly #text: string;
  constructor(template: MemberTemplate) {
    super('member-account.json');
    this.#text = JSON.stringify(template);
  }
  override readBytes(): Uint8Array {
    return Buffer.from(this.#text);
  }
}

test('AWS finds nothing wrong with the template for another account, nor with one for many that differ', () => {
  assert.equal(findings(new Member(templateFor([member]))), []);
  const alike = Array.from({ length: 12 }, (_, index) => anotherAccount(String(index + 1)));
  const other = anotherAccount('9999');
  const catalog = granting([
    ...[member, ...alike].flatMap(each => targetsIn(each)),
    ...targetsIn(other, 'otherTarget'),
  ]);
  assert.equal(findings(new Member(templateFor([member, ...alike, other], catalog))), []);
});

test.run();
