import { ownIamArn, type Resources } from './cloudformation.ts';
import type { Names } from './names.ts';

/**
 * Slack's secrets are in Secrets Manager; CloudFormation puts them into the environment of the Lambdas that call Slack,
 * encrypted under this key. Whoever may look at a function but not use the key does not see them.
 */
export const secrets = (names: Names): Resources => ({
  SecretsKey: {
    Type: 'AWS::KMS::Key',
    Properties: {
      Description: `${names.prefix}: the environment of the Lambdas, where Slack's secrets are`,
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            // IAM says who may use the key, as for everything else in the account.
            Sid: 'DelegateToIam',
            Effect: 'Allow',
            Principal: { AWS: ownIamArn('root') },
            Action: 'kms:*',
            Resource: '*',
          },
        ],
      },
    },
  },
});
