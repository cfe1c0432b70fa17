// Bolt loads all its receivers, and with them express, OAuth and web sockets. They are most of a bundle, and a Lambda with
// AwsLambdaReceiver never runs them. Stubs replace them, which throw when used.
const insideBolt = /[\\/]node_modules[\\/]@slack[\\/]bolt[\\/]/;
const unused =
  /^(\.\/(receivers\/)?(ExpressReceiver|HTTPReceiver|SocketModeReceiver|HTTPModuleFunctions|HTTPResponseAck|SocketModeFunctions)|@slack\/oauth|@slack\/socket-mode)$/;

/** An ES-module-like object: loading it and reading its default are harmless, everything else throws. */
function standIn(name) {
  return `
const refuse = () => {
  throw new Error(${JSON.stringify(`${name} is left out of this bundle; it only serves AWS Lambda.`)});
};
module.exports = new Proxy({}, {
  get(_, key) {
    if (key === '__esModule') return true;
    return key === 'default' ? class { constructor() { refuse(); } } : refuse();
  },
});`;
}

/** @type {import('esbuild').Plugin} */
exports.boltReceivers = {
  name: 'bolt-receivers',
  setup(build) {
    build.onResolve({ filter: unused }, ({ path, importer }) =>
      insideBolt.test(importer) ? { path, namespace: 'bolt-receivers' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'bolt-receivers' }, ({ path }) => ({
      contents: standIn(`Bolt's ${path}`),
      loader: 'js',
    }));
  },
};
