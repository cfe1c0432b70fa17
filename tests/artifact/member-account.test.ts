import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

test('AWS finds nothing wrong with the template for other accounts', () => {
  const engine = new CelEngine();
  try {
    const { status, diagnostics } = engine.validateStandard(new TemplateFile('deploy/member-account.yml'), {
      severityLevel: 'WARN',
    });
    assert.is(status, 'OK');
    assert.equal(
      diagnostics.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      [],
    );
  } finally {
    engine.free();
  }
});

test.run();
