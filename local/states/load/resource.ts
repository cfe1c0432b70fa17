import type { Resource } from '../definition.ts';
import { expressionIn } from '../expressions.ts';
import type { Json, JsonObject } from '../json.ts';
import { asText, onlyKnownFields, type Problems } from './problems.ts';

const item = ['TableName', 'Key', 'ExpressionAttributeNames', 'ReturnConsumedCapacity'];
const write = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
];

interface Call {
  readonly service: Resource['service'];
  readonly type: string;
  readonly fields: readonly string[];
  readonly required: readonly string[];
}

const dynamodb = (fields: readonly string[], required: readonly string[]): Call => ({
  service: 'dynamodb',
  type: 'aws-sdk:dynamodb',
  fields,
  required,
});

/** What a Task may call, with the arguments of each call. */
const calls: Record<string, Call> = {
  'arn:aws:states:::lambda:invoke': {
    service: 'lambda',
    type: 'lambda',
    fields: ['FunctionName', 'Payload'],
    required: ['FunctionName'],
  },
  'arn:aws:states:::aws-sdk:dynamodb:getItem': dynamodb(
    [...item, 'ConsistentRead', 'ProjectionExpression'],
    ['TableName', 'Key'],
  ),
  'arn:aws:states:::aws-sdk:dynamodb:updateItem': dynamodb(
    [...write, 'Key', 'UpdateExpression'],
    ['TableName', 'Key'],
  ),
  'arn:aws:states:::aws-sdk:dynamodb:putItem': dynamodb([...write, 'Item'], ['TableName', 'Item']),
  'arn:aws:states:::aws-sdk:dynamodb:deleteItem': dynamodb([...write, 'Key'], ['TableName', 'Key']),
  'arn:aws:states:::aws-sdk:dynamodb:query': dynamodb(
    [
      'TableName',
      'IndexName',
      'KeyConditionExpression',
      'FilterExpression',
      'ProjectionExpression',
      'ExpressionAttributeNames',
      'ExpressionAttributeValues',
      'ConsistentRead',
      'ExclusiveStartKey',
      'Limit',
      'ScanIndexForward',
      'Select',
      'ReturnConsumedCapacity',
    ],
    ['TableName'],
  ),
};

const callback = '.waitForTaskToken';

const checkArguments = (problems: Problems, at: string, call: Call, given: Json | undefined) => {
  if (expressionIn(given) !== undefined) return;
  const record: JsonObject =
    typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
  onlyKnownFields(problems, at, record, call.fields);
  for (const field of call.required) {
    if (record[field] === undefined) problems.add(`${at}/${field}`, 'The field is required');
  }
};

/** Reads `Resource` and checks `Arguments` against it. A resource that is not in the table is refused. */
export const resource = (problems: Problems, at: string, record: JsonObject): Resource => {
  const arn = asText(problems, `${at}/Resource`, record.Resource);
  const waitsForToken = arn.endsWith(callback);
  const called = waitsForToken ? arn.slice(0, -callback.length) : arn;
  const call = Object.hasOwn(calls, called) ? calls[called] : undefined;
  if (call === undefined) problems.add(`${at}/Resource`, `Resource '${arn}' is not supported`);
  else checkArguments(problems, `${at}/Arguments`, call, record.Arguments);
  const action = called.slice(called.lastIndexOf(':') + 1);
  return {
    service: call?.service ?? 'lambda',
    type: call?.type ?? 'lambda',
    action,
    waitsForToken,
    name: waitsForToken ? `${action}${callback}` : action,
  };
};
