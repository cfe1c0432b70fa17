// The params of serverless.yml: settings.<stage>.yml, read and checked by the TypeScript of this folder.

/** What changes AWS goes by the file of its stage, or not at all. */
const changing = ['deploy', 'remove'].some(word => process.argv.includes(word));

module.exports = async ({ resolveVariable }) => {
  const { tsImport } = await import('tsx/esm/api');
  const { settingsOf } = await tsImport('./settings.ts', __filename);
  return settingsOf(await resolveVariable('sls:stage'), changing);
};
