import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { localTables } from '../../local/aws/tables.ts';
import { type LambdaName, lambdaNames } from '../../statemachines/names.ts';
import { calledByStates, impliedByServerless } from './calls/implied.ts';
import { kindCalls } from './calls/kinds.ts';
import type { Call } from './calls/record.ts';
import { actionsInSource } from './calls/source.ts';
import { storyCalls } from './calls/story.ts';
import type { Written } from './iam.ts';
import { permissionsOf, table } from './stack.ts';

const { calls, statuses, errors } = await storyCalls();
const byKinds = { grant: await kindCalls('grant'), revoke: await kindCalls('revoke') };

/** With which of a kind's two sides a Lambda works. */
const sides: Partial<Record<LambdaName, 'grant' | 'revoke'>> = {
  grant: 'grant',
  revoke: 'revoke',
  sweep: 'revoke',
};

/** Operators' commands alone call it, with permissions of their own. */
const byOperators = ['sts:GetCallerIdentity'];

/** AWS asks for these too, of who assumes a role with a source identity or makes a policy with tags. */
const together: Record<string, string> = {
  'sts:AssumeRole': 'sts:SetSourceIdentity',
  'iam:CreatePolicy': 'iam:TagPolicy',
  'sso:CreatePermissionSet': 'sso:TagResource',
};
const withTheOther = (action: string): string[] => {
  const other = together[action];
  return other === undefined ? [action] : [action, other];
};

const distinct = (texts: string[]): string[] => [...new Set(texts)].sort();

/** `curfew-projects` in the stories is `curfew-prod-projects` in the stack. */
const deployedTable = (name: string): string => {
  const known = Object.entries(localTables).find(([, local]) => name.split('/')[0] === local);
  if (known === undefined) throw new Error(`${name} is no table of Curfew`);
  return name.replace(known[1], table(known[0]));
};

const recorded = ({ action, on }: Call): string[] =>
  on.length === 0 ? withTheOther(action) : on.map(name => `${action} ${deployedTable(name)}`);

const called = (name: LambdaName): string[] => {
  const side = sides[name];
  return distinct([
    ...calls.filter(({ by }) => by === name).flatMap(recorded),
    ...(side === undefined ? [] : byKinds[side].flatMap(withTheOther)),
    ...impliedByServerless(name),
  ]);
};

/** Actions, those of DynamoDB with each table or index they are allowed on. */
const allowed = (statements: Written[]): string[] =>
  distinct(
    statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        Action.flatMap(action =>
          action.startsWith('dynamodb:') ? Resource.map(resource => `${action} ${resource}`) : [action],
        ),
      ),
  );

test('the stories come to their ends', () => {
  assert.equal(statuses, Array(8).fill('ENDED'));
  assert.equal(errors, []);
});

for (const name of lambdaNames) {
  test(`${name} may call exactly what its code calls, in every service, and in DynamoDB on the same tables`, () => {
    assert.equal(allowed(permissionsOf(name)), called(name));
  });
}

test('the state machine may call exactly what its states call, besides delivering its log', () => {
  const actions = permissionsOf('machine').flatMap(({ Action }) => Action);
  assert.equal(distinct(actions.filter(action => !action.startsWith('logs:'))), calledByStates().sort());
});

test('the Lambdas together call every command of the AWS SDK that shipped code imports', async () => {
  const code = distinct(
    lambdaNames
      .flatMap(called)
      .map(call => call.split(' ')[0] ?? '')
      .filter(action => !lambdaNames.flatMap(impliedByServerless).includes(action)),
  );
  const source = (await actionsInSource()).filter(action => !byOperators.includes(action));
  assert.equal(code, distinct(source.flatMap(withTheOther)));
});

test.run();
