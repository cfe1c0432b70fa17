import * as z from 'zod';
import {
  accountId,
  directoryId,
  externalId,
  iamRoleArn as iamRoleArnPattern,
  identityCenterInstanceArn,
  identityStoreId as identityStoreIdPattern,
  permissionSetArn,
  permissionSetName,
} from '../functions/aws/patterns.ts';
import type { TargetKind } from '../functions/grants/target.ts';
import { targetKinds } from '../functions/grants/targets.ts';

/** A name people type and read: in commands, forms and rules. */
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/,
    'should be at most 60 letters, digits, dots, dashes and underscores, with no space, starting with a letter or digit',
  );
const line = z.string().min(1, 'should not be empty').max(300, 'should have at most 300 characters');
const duration = z
  .string()
  .min(1, 'should not be empty')
  .meta({ examples: ['30m', '1h30m', '8h', '1d'] });
const channel = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{2,20}$/,
    "should be a Slack channel id such as C0123ABCD (at the end of the channel's details)",
  );
const teamId = z.string().regex(/^[TE][A-Z0-9]{2,20}$/, 'should be a Slack workspace id such as T0123ABCD');
const userId = z
  .string()
  .regex(
    /^[UW][A-Z0-9]{2,20}$/,
    "should be a Slack member id such as U0123ABCD (in the profile's menu: Copy member ID)",
  );
const iamRoleArn = z
  .string()
  .regex(iamRoleArnPattern, 'should be the ARN of one IAM role, without wildcards');

const settings = z
  .strictObject({
    security_channel: channel.describe('Slack channel that is notified when access could not be revoked.'),
    security: z
      .array(name)
      .optional()
      .describe(
        'People of security: they alone may end access that the ledger cannot explain. Default: nobody.',
      ),
    max_start_ahead: duration.optional().describe('How far ahead a start may be. Default: 14d.'),
  })
  .describe('What holds for every project.');

const account = z.strictObject({
  id: z.string().regex(accountId, 'should be 12 digits in quotes'),
  production: z.boolean().optional().describe('Marks requests for this account. Default: false.'),
  grant_role_arn: iamRoleArn
    .optional()
    .describe('IAM role assumed there to grant. Leave out for the account Curfew runs in.'),
  revoke_role_arn: iamRoleArn.optional().describe('IAM role assumed there to revoke.'),
  external_id: z
    .string()
    .regex(externalId, 'should be 2 to 1224 letters, digits and + = , . @ : / _ -')
    .optional()
    .describe('ExternalId both of these IAM roles demand.'),
});

const identityCenter = z
  .strictObject({
    instance_arn: z
      .string()
      .regex(identityCenterInstanceArn, 'should look like arn:aws:sso:::instance/ssoins-0123456789abcdef')
      .describe('ARN of the IAM Identity Center instance.'),
    start_url: z
      .url({ protocol: /^https$/, error: 'should be an https:// address' })
      .describe('AWS access portal.'),
    permission_sets: z
      .record(
        z.string().regex(permissionSetName, 'should be the exact name of a permission set'),
        z.strictObject({
          arn: z.string().regex(permissionSetArn, 'should be the ARN of one permission set'),
          session_duration: duration.describe(
            'Session duration of the permission set, 1h to 12h: how long a running session may outlive the grant.',
          ),
        }),
      )
      .describe('Permission sets that roles may name, by their exact names in AWS.'),
    identity_store_id: z
      .string()
      .regex(identityStoreIdPattern, 'should look like d-0123456789')
      .optional()
      .describe('Id of the identity store. Only for roles that grant groups.'),
    groups: z
      .record(
        z.string().min(1).max(1024),
        z.strictObject({
          id: z
            .string()
            .regex(directoryId, 'should be the id of one group, as in its details in the console')
            .describe('Group id: it never changes.'),
          session_duration: duration.describe(
            'Longest session duration of the permission sets that the group is assigned, 1h to 12h.',
          ),
        }),
      )
      .optional()
      .describe('Groups that roles may name, by their exact names in Identity Center.'),
  })
  .describe('IAM Identity Center, for roles that grant permission sets.');

const policyTemplates = z
  .record(
    name,
    z
      .string()
      .regex(
        /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+\.json$/,
        'should be the path of a .json file beside access.yml, such as policies/reports.json',
      ),
  )
  .describe(
    'Templates of IAM policies, each a file beside access.yml. S3ReadOnlyPolicy, S3ReadWritePolicy and S3ListPolicy are there without it.',
  );

const person = z.strictObject({
  email: z.email({ error: 'should be an e-mail address' }),
  slack: z.strictObject({
    team: teamId,
    users: z
      .union([userId, z.array(userId).min(1, 'should name at least one member id')])
      .describe('Member ids; all of them are this one person.'),
  }),
  iam_user: z
    .union([z.string().min(1).max(64), z.record(name, z.string().min(1).max(64))])
    .optional()
    .describe('IAM user name: one for every account, or per account.'),
  identity_center_user: z.string().min(1).max(128).optional().describe('Identity Center user id.'),
  delegate: z
    .strictObject({
      to: name,
      until: z.string().describe('Date and time with a zone, or a date (its end, UTC).'),
    })
    .optional()
    .describe('Who may decide in their place while they are away.'),
});

const from = z
  .union([z.literal('owners'), z.array(name).min(1, 'should name at least one person')], {
    error: 'should be `owners` or a list of people',
  })
  .describe('`owners` of the project, or people by name.');
const stage = z.strictObject({
  need: z
    .int()
    .min(1, 'should be at least 1')
    .optional()
    .describe('How many different people must approve. Default: 1.'),
  from: from.optional(),
});
const waiting = {
  deadline: duration.optional().describe('How long a request may wait for its decision. Default: 1d.'),
  remind: z.array(duration).optional().describe('When to remind, counted from the request. Default: 1h, 8h.'),
};
const approval = z
  .union(
    [
      z.literal('auto'),
      z.strictObject({ ...stage.shape, ...waiting }),
      z.strictObject({
        stages: z
          .array(stage)
          .min(1, 'should hold at least one stage')
          .max(5, 'should hold at most 5 stages'),
        ...waiting,
      }),
    ],
    { error: 'should be `auto`, or {need, from, deadline, remind}, or {stages, deadline, remind}' },
  )
  .describe('Who decides. Default: one of the owners.');

const roleShape = z.strictObject({
  name,
  description: line,
  risk: z
    .enum(['low', 'medium', 'high'])
    .optional()
    .describe('Default: high when a target is in production, else low.'),
  justification: z.enum(['required', 'optional']).optional().describe('Default: required.'),
  note: line.optional().describe('Shown to whoever decides.'),
  runbook: z.url({ protocol: /^https$/, error: 'should be an https:// address' }).optional(),
  duration: z
    .strictObject({
      min: duration.optional().describe('Default: 15m.'),
      max: duration.optional().describe('Default: 4h.'),
      default: duration.optional().describe('What the form proposes. Default: 1h, within min and max.'),
      choices: z.array(duration).min(1).max(20).optional().describe('What the form offers.'),
      max_total: duration.optional().describe('The longest a grant may become by extensions. Default: max.'),
    })
    .optional(),
  approval: approval.optional(),
  may_request: z
    .array(name)
    .min(1, 'should name at least one person')
    .optional()
    .describe('Who may ask. Default: everyone in people.'),
});

const roleOf = ({ kind, written }: TargetKind) =>
  roleShape.extend({
    kind: z.literal(kind).describe('How access is given.'),
    targets: z
      .array(written)
      .min(1, 'should hold at least one target')
      .max(50, 'should hold at most 50 targets'),
  });
const role = z.discriminatedUnion('kind', [roleOf(targetKinds[0]), ...targetKinds.slice(1).map(roleOf)]);

const project = z.strictObject({
  description: line,
  channel: channel.describe('Slack channel in which approvals are asked for.'),
  owners: z
    .array(name)
    .min(1, 'should name at least one person')
    .describe('People who decide unless a role says otherwise.'),
  roles: z.array(role).min(1, 'should hold at least one role').max(100, 'should hold at most 100 roles'),
});

/** The whole of access.yml. Keys it does not know are refused. */
export const accessFile = z
  .strictObject({
    settings,
    accounts: z.record(name, account).describe('AWS accounts by the name people read.'),
    identity_center: identityCenter.optional(),
    policy_templates: policyTemplates.optional(),
    people: z.record(name, person).describe('Everyone who may ask or decide.'),
    projects: z.record(name, project).describe('What requests are filed under.'),
  })
  .describe('Who may get which AWS access, for how long, and who decides.');

export type AccessFile = z.infer<typeof accessFile>;
export type ProjectFile = AccessFile['projects'][string];
export type RoleFile = ProjectFile['roles'][number];
export type PersonFile = AccessFile['people'][string];
export type ApprovalFile = NonNullable<RoleFile['approval']>;

/** JSON Schema of access.yml, for editors. */
export const accessJsonSchema = (): object => ({
  ...z.toJSONSchema(accessFile, { io: 'input' }),
  title: 'Curfew access.yml',
});
