// The SDK's clients bring every way to find credentials, with clients of their own for SSO and STS: a sixth of a bundle.
// Lambda passes its IAM role's credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. Only the way
// that reads these is kept. Clients that are given other credentials keep them. A client's options cannot leave the rest
// out: it is imported before they are read.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
const insideClient = /[\\/]node_modules[\\/]@aws-sdk[\\/](client-[\w-]+|nested-clients)[\\/]/;

const fromEnvironment = `
import { fromEnv } from '@aws-sdk/credential-provider-env';
export const defaultProvider = given => fromEnv(given);
`;

/** @type {import('esbuild').Plugin} */
exports.lambdaCredentials = {
  name: 'lambda-credentials',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ path, importer, resolveDir }) =>
      insideClient.test(importer)
        ? { path, namespace: 'lambda-credentials', pluginData: resolveDir }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'lambda-credentials' }, ({ pluginData }) => ({
      contents: fromEnvironment,
      loader: 'js',
      resolveDir: pluginData,
    }));
  },
};
