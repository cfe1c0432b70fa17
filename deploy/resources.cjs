// The resources of serverless.yml, made by the TypeScript of this folder with the settings of the command line.
const { existsSync } = require('node:fs');

/** Only `serverless deploy` changes AWS. */
const deploying = process.argv.includes('deploy');

module.exports = async ({ resolveVariable }) => {
  const { tsImport } = await import('tsx/esm/api');
  const { fragment } = await tsImport('./template.ts', __filename);
  const { accessFilePath, grantedBy, readAccessFile } = await tsImport('./granted.ts', __filename);
  const [stage, logDays, alarmEmail] = await Promise.all([
    resolveVariable('sls:stage'),
    resolveVariable('param:log_days'),
    resolveVariable('param:alarm_email'),
  ]);
  const file = accessFilePath(deploying, existsSync);
  return fragment({ stage, logDays: Number(logDays), alarmEmail }, grantedBy(readAccessFile(file)));
};
