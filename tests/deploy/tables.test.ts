import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { logicalId } from '../../deploy/names.ts';
import definitions from '../../functions/ledger/tables.json' with { type: 'json' };
import { tableNames } from '../../statemachines/names.ts';
import { stack } from './stack.ts';

const { GlobalSecondaryIndexes } = definitions.requests;
const carried = GlobalSecondaryIndexes.map(({ IndexName, Projection }) => ({
  IndexName,
  attributes: 'NonKeyAttributes' in Projection ? (Projection.NonKeyAttributes ?? []) : [],
}));

for (const name of tableNames) {
  test(`the table ${name} outlives the stack and can be restored to any second`, () => {
    const resource = stack().Resources[logicalId.table(name)];
    assert.is(resource?.DeletionPolicy, 'Retain');
    assert.is(resource?.UpdateReplacePolicy, 'Retain');
    const Properties = resource?.Properties ?? {};
    assert.is(Properties.DeletionProtectionEnabled, true);
    assert.equal(Properties.PointInTimeRecoverySpecification, { PointInTimeRecoveryEnabled: true });
    assert.equal(Properties.SSESpecification, { SSEEnabled: true });
    assert.is(Properties.BillingMode, 'PAY_PER_REQUEST');
  });
}

test('no index carries tokens, receipts or the audit', () => {
  for (const { IndexName, attributes } of carried) {
    for (const secret of ['askToken', 'holdToken', 'progress', 'outbox', 'auditHash']) {
      assert.not(attributes.includes(secret), `${IndexName} carries ${secret}`);
    }
  }
});

// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html
test('no index carries more attributes than DynamoDB takes', () => {
  for (const { IndexName, attributes } of carried) {
    assert.ok(attributes.length <= 20, `${IndexName} carries ${attributes.length}`);
    assert.is(new Set(attributes).size, attributes.length, `${IndexName} names one twice`);
  }
  assert.ok(carried.flatMap(({ attributes }) => attributes).length <= 100);
});

test('the attributes that are defined are exactly those of the keys', () => {
  for (const name of tableNames) {
    const definition = definitions[name];
    const indexes = 'GlobalSecondaryIndexes' in definition ? definition.GlobalSecondaryIndexes : [];
    const keys = [definition, ...indexes].flatMap(({ KeySchema }) => KeySchema.map(key => key.AttributeName));
    const defined = definition.AttributeDefinitions.map(attribute => attribute.AttributeName);
    assert.equal([...new Set(keys)].sort(), defined.sort());
  }
});

test.run();
