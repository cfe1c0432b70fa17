import { readFile } from 'node:fs/promises';
import type { CliDeps } from './port.ts';

const variables = ['AWS_REGION', 'REQUESTS_TABLE', 'HOLDINGS_TABLE', 'AUDIT_TABLE', 'PROJECTS_TABLE'];

/** The command line on this terminal, with the deployment that the environment names. */
export const terminal = (): CliDeps => ({
  out: line => console.log(line),
  err: line => console.error(line),
  readText: path => readFile(path, 'utf8'),
  async deployment() {
    const missing = variables.filter(name => (process.env[name] ?? '').trim() === '');
    if (missing.length > 0) return { missing };
    // The AWS SDK is most of the start-up time, and half of the commands never need it.
    const { connected } = await import('./connected.ts');
    return { found: connected() };
  },
  now: Date.now,
});
