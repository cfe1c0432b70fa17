import { type LambdaName, lambdaNames } from '../../statemachines/names.ts';
import { arnOf, type Resources } from '../cloudformation.ts';
import type { Granted } from '../granted.ts';
import { logicalId, type Names } from '../names.ts';
import { allow, type PolicyStatement } from '../policy.ts';
import { roleAndPolicies } from '../spread.ts';
import { guardRails } from './guard-rails.ts';
import * as ledger from './ledger.ts';
import { grantPermissions, revokePermissions } from './permissions.ts';

type Permissions = { description: string; statements: PolicyStatement[] };

/** One role per Lambda, with what its code calls and nothing else. */
const permissions = (names: Names, granted: Granted): Record<LambdaName, Permissions> => ({
  slack: {
    description:
      'Curfew, facing Slack: records requests and clicks, starts and resumes executions. Cannot touch access.',
    statements: [
      ledger.readWriteRequests(names),
      ledger.createRequests(names),
      ledger.readManyRequests(names),
      ledger.queryRequests(names, 'by-requester', 'active'),
      ledger.readCatalog(names),
      ledger.readAudit(names),
      ledger.startExecutions(names),
      ledger.resumeExecutions(names),
      ledger.decryptEnvironment(),
    ],
  },
  open: {
    description: 'Curfew: decides who is asked.',
    statements: [ledger.readWriteRequests(names), ledger.readCatalog(names), ledger.appendAudit(names)],
  },
  ask: {
    description: 'Curfew: asks the approvers.',
    statements: [
      ledger.readWriteRequests(names),
      ledger.readCatalog(names),
      ledger.appendAudit(names),
      ledger.resumeExecutions(names),
      ledger.decryptEnvironment(),
    ],
  },
  grant: {
    description: 'Curfew: grants what was approved. The only role that can grant.',
    statements: [
      ledger.readWriteRequests(names),
      ledger.readManyRequests(names),
      ledger.queryRequests(names, 'active'),
      ledger.readWriteHoldings(names),
      ledger.readCatalog(names),
      ledger.appendAudit(names),
      ledger.readAudit(names),
      ledger.decryptEnvironment(),
      ...grantPermissions(granted),
      ...guardRails(names),
    ],
  },
  revoke: {
    description: 'Curfew: revokes access. Cannot grant.',
    statements: [
      ledger.readWriteRequests(names),
      ledger.readManyRequests(names),
      ledger.queryRequests(names, 'active'),
      ledger.readWriteHoldings(names),
      ledger.appendAudit(names),
      ...revokePermissions(granted),
      ...guardRails(names),
    ],
  },
  notify: {
    description: 'Curfew: notifies people, and makes the item of a request again that was lost.',
    statements: [
      ledger.readWriteRequests(names),
      ledger.createRequests(names),
      ledger.readHoldings(names),
      ledger.readAudit(names),
      ledger.readCatalog(names),
      ledger.appendAudit(names),
      ledger.decryptEnvironment(),
    ],
  },
  sweep: {
    description:
      'Curfew: moves what nothing moved in time, and revokes where the machine does not. Cannot grant.',
    statements: [
      ledger.readWriteRequests(names),
      ledger.readManyRequests(names),
      ledger.createRequests(names),
      ledger.queryRequests(names, 'due', 'active'),
      ledger.readWriteHoldings(names),
      ledger.scanHoldings(names),
      ledger.readCatalog(names),
      ledger.appendAudit(names),
      ledger.readAudit(names),
      ledger.startExecutions(names),
      ledger.resumeExecutions(names),
      ledger.describeExecutions(names),
      ledger.decryptEnvironment(),
      allow('SendToDeadLetterQueue', ['sqs:SendMessage'], [arnOf('SweepFailures')]),
      ...revokePermissions(granted),
      ...guardRails(names),
    ],
  },
});

export const roles = (names: Names, granted: Granted): Resources => {
  const all = permissions(names, granted);
  const made = lambdaNames.map(name =>
    roleAndPolicies(logicalId.role(name), {
      name: names.role(name),
      description: all[name].description,
      service: 'lambda.amazonaws.com',
      statements: [...all[name].statements, ledger.writeLogs(names, name)],
    }),
  );
  return Object.assign({}, ...made) as Resources;
};
