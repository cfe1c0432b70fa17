import { type Resources, ref } from './cloudformation.ts';
import { type PolicyStatement, type RoleOptions, role, sizeOf, tooLong } from './policy.ts';

/**
 * Characters of all inline policies of a role together, of one managed policy, and how many of those a role takes unless
 * AWS was asked for more. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const longestInline = 10_240;
const longestManaged = 6_144;
const mostManaged = 10;
/** What a policy has around its statements, and what pseudo parameters may grow by. */
const around = 144;

type Place = { statements: PolicyStatement[]; longest: number };

const hasRoom = ({ statements, longest }: Place, statement: PolicyStatement): boolean =>
  sizeOf([...statements, statement]) <= longest - around;

/**
 * Statements over one inline policy, the first, and as many managed ones as they need. Throws when a role cannot take
 * them.
 */
const spread = (name: string, statements: PolicyStatement[]): PolicyStatement[][] => {
  const places: Place[] = [{ statements: [], longest: longestInline }];
  for (const statement of statements) {
    const next: Place = { statements: [], longest: longestManaged };
    const place = places.find(each => hasRoom(each, statement)) ?? next;
    if (place === next) {
      if (places.length > mostManaged || !hasRoom(next, statement))
        throw tooLong(name, sizeOf(statements), longestInline + mostManaged * longestManaged);
      places.push(next);
    }
    place.statements.push(statement);
  }
  return places.map(place => place.statements);
};

/** A role and the managed policies that take what does not fit into it. They are there before it is, so it is never short. */
export const roleAndPolicies = (id: string, options: RoleOptions): Resources => {
  const [inline = [], ...more] = spread(options.name, options.statements);
  const policies = more.map((statements, index) => [`${id}Policy${index + 2}`, statements] as const);
  const made = role({ ...options, statements: inline });
  const attached = policies.map(([policy]) => ref(policy));
  return {
    [id]:
      attached.length === 0
        ? made
        : { ...made, Properties: { ...made.Properties, ManagedPolicyArns: attached } },
    ...Object.fromEntries(
      policies.map(([policy, Statement], index) => [
        policy,
        {
          Type: 'AWS::IAM::ManagedPolicy',
          // Without a description: changing one makes CloudFormation replace the policy, which a fixed name forbids.
          Properties: {
            ManagedPolicyName: `${options.name}-${index + 2}`,
            PolicyDocument: { Version: '2012-10-17', Statement },
          },
        },
      ]),
    ),
  };
};
