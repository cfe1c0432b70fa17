import definition from './access.asl.json' with { type: 'json' };
import { accessContract, executionInput } from './access.contract.ts';
import type { Machine } from './machine.ts';

/** What a request runs. */
export const access: Machine<typeof accessContract> = {
  name: 'access',
  definition,
  contract: accessContract,
  lambdas: {
    open: ['Open'],
    ask: ['Ask'],
    grant: ['Grant', 'Extend'],
    revoke: ['Revoke'],
    notify: [
      'Notify approved',
      'Notify granted',
      'Notify ending',
      'Notify extended',
      'Notify refused',
      'Notify denied',
      'Notify cancelled',
      'Notify expired',
      'Notify ended',
      'Page security',
    ],
  },
  tables: {
    requests: ['Read the decision', 'Hold', 'Hold to the end', 'What changed?', 'Drop the extension'],
  },
  input: Object.keys(executionInput.shape),
};
