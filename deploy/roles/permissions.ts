import { inStatements } from '../../functions/grants/permissions.ts';
import type { Granted } from '../granted.ts';
import { allow, allowing, type PolicyStatement } from '../policy.ts';

/** The source identity is the request id: CloudTrail of the other account names it. */
const assumeRoles = (roleArns: string[]): PolicyStatement[] =>
  inStatements('AssumeAccountRoles', roleArns).map(([sid, arns]) =>
    allow(sid, ['sts:AssumeRole', 'sts:SetSourceIdentity'], arns),
  );

export const grantPermissions = ({ kinds, grantRoleArns }: Granted): PolicyStatement[] => [
  ...kinds.flatMap(({ permissions, targets }) => permissions.grant(targets).map(allowing)),
  ...assumeRoles(grantRoleArns),
];

export const revokePermissions = ({ kinds, revokeRoleArns }: Granted): PolicyStatement[] => [
  ...kinds.flatMap(({ permissions, targets }) => permissions.revoke(targets).map(allowing)),
  ...assumeRoles(revokeRoleArns),
];
