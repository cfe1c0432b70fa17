export type StartOptions = { config: string; port: number };
export type Options = { ok: true; options: StartOptions } | { ok: false; problem: string };

const usage = 'Usage: npm start -- [--port 4242] [--config access.yml]';

/** `--port` before `PORT`, `--config` before `CURFEW_CONFIG`; `example` is the configuration when none is named. */
export const readOptions = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  example: string,
): Options => {
  const given: Record<string, string> = {};
  for (let index = 0; index < args.length; index += 1) {
    const [, name, inline] = /^--(port|config)(?:=(.*))?$/.exec(args[index] ?? '') ?? [];
    if (name === undefined) return { ok: false, problem: `There is no option ${args[index]}. ${usage}` };
    const value = inline ?? args[++index];
    if (value === undefined || value === '')
      return { ok: false, problem: `--${name} needs a value. ${usage}` };
    given[name] = value;
  }
  const port = given.port ?? (env.PORT || '4242');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return { ok: false, problem: `${port} is no port: give a number from 0 to 65535, 0 for a free one.` };
  return {
    ok: true,
    options: { port: Number(port), config: given.config ?? (env.CURFEW_CONFIG || example) },
  };
};
