import { arnOf, type Resources } from '../cloudformation.ts';
import type { Reach } from '../granted.ts';
import { type LambdaName, lambdaNames, logicalId, type Names } from '../names.ts';
import { allow, role, type Statement } from '../policy.ts';
import * as ledger from './ledger.ts';
import { grantReach, guardRails, revokeReach } from './permissions.ts';

type Rights = { description: string; statements: Statement[] };

/** One role per Lambda, with what its code calls and nothing else. */
const rights = (names: Names, reach: Reach): Record<LambdaName, Rights> => ({
  slack: {
    description:
      'Curfew, facing Slack: records requests and clicks, starts and resumes executions. Cannot touch access.',
    statements: [
      ledger.requests(names),
      ledger.newRequests(names),
      ledger.requestIndexes(names, 'by-requester', 'by-project'),
      ledger.catalog(names),
      ledger.startExecutions(names),
      ledger.resumeExecutions(names),
      ledger.ownSecrets(),
    ],
  },
  open: {
    description: 'Curfew: decides who is asked.',
    statements: [ledger.requests(names), ledger.catalog(names), ledger.audit(names)],
  },
  ask: {
    description: 'Curfew: asks the approvers.',
    statements: [
      ledger.requests(names),
      ledger.catalog(names),
      ledger.audit(names),
      ledger.resumeExecutions(names),
      ledger.ownSecrets(),
    ],
  },
  grant: {
    description: 'Curfew: gives what was approved. The only one that can give.',
    statements: [
      ledger.requests(names),
      ledger.holdings(names),
      ledger.catalog(names),
      ledger.audit(names),
      ledger.ownSecrets(),
      ...grantReach(reach),
      ...guardRails(names),
    ],
  },
  revoke: {
    description: 'Curfew: takes back. Cannot give.',
    statements: [
      ledger.requests(names),
      ledger.holdings(names),
      ledger.audit(names),
      ...revokeReach(reach),
      ...guardRails(names),
    ],
  },
  notify: {
    description: 'Curfew: says what happened.',
    statements: [ledger.requests(names), ledger.catalog(names), ledger.audit(names), ledger.ownSecrets()],
  },
  sweep: {
    description:
      'Curfew: moves what nothing moved in time, and takes back where the machine does not. Cannot give.',
    statements: [
      ledger.requests(names),
      ledger.requestIndexes(names, 'due'),
      ledger.holdings(names),
      ledger.catalog(names),
      ledger.audit(names),
      ledger.startExecutions(names),
      ledger.resumeExecutions(names),
      ledger.lookAtExecutions(names),
      ledger.ownSecrets(),
      allow('KeepItsFailures', ['sqs:SendMessage'], [arnOf('SweepFailures')]),
      ...revokeReach(reach),
      ...guardRails(names),
    ],
  },
});

export const roles = (names: Names, reach: Reach): Resources => {
  const all = rights(names, reach);
  return Object.fromEntries(
    lambdaNames.map(name => [
      logicalId.role(name),
      role({
        name: names.role(name),
        description: all[name].description,
        service: 'lambda.amazonaws.com',
        statements: [...all[name].statements, ledger.ownLog(names, name)],
      }),
    ]),
  );
};
