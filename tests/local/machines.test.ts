import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { localTables } from '../../local/aws/tables.ts';
import { createInstallation } from '../../local/installation.ts';
import { definitionOf, localMachines, withSteps } from '../../local/machines.ts';
import { machines } from '../../statemachines/machines.ts';
import { catalogOf } from '../functions/slack/world.ts';
import { secondMachine } from '../statemachines/second-machine.ts';

test('every machine of the registry runs here', () => {
  assert.equal(
    localMachines.map(({ machine }) => machine.name),
    machines.map(({ name }) => name),
  );
});

test('a second machine runs beside the first, on the same Lambdas and tables', async () => {
  const notified: unknown[] = [];
  const second = withSteps(secondMachine, {
    Notify: async (_, input) => {
      notified.push(input);
      return {};
    },
  });
  const world = await createInstallation({ catalog: catalogOf(), machines: [...localMachines, second] });
  const stateMachineArn = world.stateMachines.arnOf('second-look');
  assert.is.not(stateMachineArn, world.stateMachineArn);
  const { executionArn } = world.engine.startExecution({ stateMachineArn });
  await world.clock.settle();
  const { status, error } = world.engine.execution(executionArn);
  await world.close();
  assert.equal([status, error], ['SUCCEEDED', undefined]);
  assert.equal(notified, [{ v: 1, state: 'Notify' }]);
});

test('a machine whose state has no Lambda is refused with its name', () => {
  assert.throws(
    () => definitionOf({ ...secondMachine, lambdas: {} }, localTables),
    /second-look: no Lambda and no table is listed for the state Notify/,
  );
});

test('an installation whose machine has a state without a step is refused with its name', async () => {
  const second = { machine: secondMachine, steps: {} };
  const made = createInstallation({ catalog: catalogOf(), machines: [...localMachines, second] });
  const message = await made.then(
    () => 'not refused',
    (error: Error) => error.message,
  );
  assert.match(message, 'second-look: there is no step for the state Notify');
});

test.run();
