// How every Lambda is bundled: by `serverless package` (custom.esbuild.config names this file) and by
// `npm run build` and the tests. CommonJS, because serverless-esbuild loads it with `require`.
const { boltReceivers } = require('./bolt-receivers.cjs');
const { lambdaCredentials } = require('./lambda-credentials.cjs');
const { packageVersions } = require('./package-versions.cjs');

// Lambda unpacks an archive as one user and runs it as another: what is written here must be readable by all, whatever
// the shell's umask. The archive keeps the modes of the files.
process.umask(0o022);

/** The options that esbuild itself knows. */
const esbuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  mainFields: ['module', 'main'],
  minify: true,
  // Linked but without sources: stack traces are readable when Lambda runs with --enable-source-maps.
  sourcemap: 'linked',
  sourcesContent: false,
  // CommonJS packages inside an ES module still ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as curfewRequire } from 'node:module'; const require = curfewRequire(import.meta.url);",
  },
  plugins: [boltReceivers, lambdaCredentials, packageVersions],
};

/** What serverless-esbuild takes: nothing is external, so it never has to install packages into the archive. */
module.exports = () => ({
  ...esbuildOptions,
  outputFileExtension: '.mjs',
  external: [],
  exclude: [],
});
module.exports.esbuildOptions = esbuildOptions;
