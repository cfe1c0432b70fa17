import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';

const emailOrNone = 'should be an e-mail address, or "" for none';

/** What one installation is set up with: the keys of `settings.<stage>.yml`, all that `serverless.yml` takes as params. */
const settingsFile = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'should be an AWS region, for example eu-central-1'),
  alarm_email: z
    .string(emailOrNone)
    .refine(text => text === '' || z.email().safeParse(text).success, emailOrNone),
  log_days: z.int('should be a number of days').positive().default(90),
  slack_command: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, 'should begin with a slash, for example /access')
    .default('/access'),
  slack_secret: z.string().min(1).default('curfew/slack'),
  slack_secret_version: z.string().default(''),
  revoke_concurrency: z.int('should be a number').positive().optional(),
});
export type Settings = z.infer<typeof settingsFile>;

const settingsPath = (stage: string): string => `settings.${stage}.yml`;

/** The settings that a text holds. Throws with the file, the field and the fix. */
export const readSettings = (text: string, path: string): Settings => {
  let written: unknown;
  try {
    written = parse(text);
  } catch (error) {
    throw new Error(`${path} is not YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = settingsFile.safeParse(written ?? {});
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path: at, message }) =>
    at.length === 0 ? message : `${at.join('.')}: ${message}`,
  );
  throw new Error(
    `${path} cannot be used. ${problems.join('; ')}. settings.example.yml shows every setting.`,
  );
};

/**
 * The settings of a stage. Only `deploying` needs the file: a fresh clone is packaged with the example's. Throws as
 * `readSettings` does, and when the file is not there.
 */
export const settingsOf = (stage: string, deploying: boolean): Settings => {
  const own = settingsPath(stage);
  if (deploying && !existsSync(own))
    throw new Error(
      `There is no ${own}. Copy settings.example.yml to it and fill it in: docs/deploy.md, "4. Deploy".`,
    );
  const path = existsSync(own) ? own : 'settings.example.yml';
  return readSettings(readFileSync(path, 'utf8'), path);
};
