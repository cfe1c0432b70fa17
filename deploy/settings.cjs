// The params of serverless.yml: settings.<stage>.yml, read and checked by the TypeScript of this folder.

/** What changes AWS goes by the file of its stage, or not at all. */
const changing = ['deploy', 'remove'].some(word => process.argv.includes(word));

module.exports = async ({ resolveVariable }) => {
  const { tsImport } = await import('tsx/esm/api');
  const { settingsOf } = await tsImport('./settings.ts', __filename);
  const stage = await resolveVariable('sls:stage');
  try {
    return settingsOf(stage, changing);
  } catch (error) {
    // The framework prints the stack, and here the message says all.
    error.stack = error.message;
    throw error;
  }
};
