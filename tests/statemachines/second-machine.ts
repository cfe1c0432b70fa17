import * as z from 'zod';
import type { Machine } from '../../statemachines/machine.ts';

const contract = {
  Look: {
    input: z.strictObject({
      TableName: z.string(),
      Key: z.object({ resourceKey: z.object({ S: z.string() }) }),
    }),
    output: z.object({}),
  },
  Notify: { input: z.strictObject({ v: z.literal(1), state: z.literal('Notify') }), output: z.object({}) },
};

const definition = {
  QueryLanguage: 'JSONata',
  StartAt: 'Look',
  States: {
    Look: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem',
      Arguments: { TableName: `\${HoldingsTable}`, Key: { resourceKey: { S: 'nothing' } } },
      Next: 'Notify',
    },
    Notify: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: `\${NotifyFunctionArn}`, Payload: { v: 1, state: 'Notify' } },
      End: true,
    },
  },
};

/** As small as a second machine can be: one state on a table, one on a Lambda. */
export const secondMachine: Machine<typeof contract> = {
  name: 'second-look',
  definition,
  contract,
  lambdas: { notify: ['Notify'] },
  tables: { holdings: ['Look'] },
  input: [],
};
