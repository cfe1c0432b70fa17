// Each client of the SDK imports its whole package.json to say its version in the user agent: two kilobytes of scripts and
// dependencies a client. Only the version is kept.
const { readFileSync } = require('node:fs');

const ofClient = /[\\/]node_modules[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/;

/** @type {import('esbuild').Plugin} */
exports.packageVersions = {
  name: 'package-versions',
  setup(build) {
    build.onLoad({ filter: ofClient }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};
