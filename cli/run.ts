import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { accessJsonSchema } from '../catalog/schema.ts';
import { nearest } from '../functions/domain/nearest.ts';
import type { Settlement } from '../functions/domain/settle.ts';
import { apply } from './commands/apply.ts';
import { explain } from './commands/explain.ts';
import { member } from './commands/member.ts';
import { plan } from './commands/plan.ts';
import { reconcile } from './commands/reconcile.ts';
import { verify } from './commands/verify.ts';
import type { CliDeps, ExitCode } from './port.ts';

/** All commands, for people. */
export const help = `curfew: AWS access for as long as people need it

  curfew plan [--file access.yml] [--check-aws]        what would change, and what is probably not meant
  curfew apply [--file access.yml]                     put access.yml in force, whole or not at all
  curfew explain PERSON PROJECT ROLE [--file …]        who would be asked, and why
  curfew verify REQUEST_ID | --all                     is the audit unedited and complete?
  curfew reconcile [REQUEST_ID] [--chain-is-right | --end | --item-is-right]
                                                       what the ledger's parts do not agree on, and settle it
  curfew member [ACCOUNT …] [--template] [--stage S] [--home ID] [--file …]
                                                       how to deploy the IAM roles of other accounts
  curfew schema                                        the JSON Schema of access.yml, for editors
  curfew help

Exit codes: 0 fine, 1 something is wrong with what was looked at, 2 the command was not understood.`;

type Flags = Record<string, string | boolean | undefined>;
type Command = {
  usage: string;
  options: Record<string, { type: 'string' | 'boolean' }>;
  /** How many names follow the command. */
  names: readonly [least: number, most: number];
  run(deps: CliDeps, names: string[], flags: Flags): Promise<ExitCode> | ExitCode;
};

const file = { file: { type: 'string' } } as const;
const fileOf = ({ file: path }: Flags): string => (typeof path === 'string' ? path : 'access.yml');
const misuse = (deps: CliDeps, problem: string, usage: string): ExitCode => {
  deps.err(problem);
  deps.err(`Usage: ${usage}`);
  return 2;
};

const settlements: [flag: string, how: Settlement][] = [
  ['chain-is-right', 'chain'],
  ['end', 'end'],
  ['item-is-right', 'item'],
];
const reconcileUsage = 'curfew reconcile [REQUEST_ID] [--chain-is-right | --end | --item-is-right]';
const verifyUsage = 'curfew verify REQUEST_ID | --all';
const commands: Record<string, Command> = {
  plan: {
    usage: 'curfew plan [--file access.yml] [--check-aws]',
    options: { ...file, 'check-aws': { type: 'boolean' } },
    names: [0, 0],
    run: (deps, _, flags) => plan(deps, { file: fileOf(flags), checkAws: flags['check-aws'] === true }),
  },
  apply: {
    usage: 'curfew apply [--file access.yml]',
    options: file,
    names: [0, 0],
    run: (deps, _, flags) => apply(deps, { file: fileOf(flags) }),
  },
  explain: {
    usage: 'curfew explain PERSON PROJECT ROLE [--file access.yml]',
    options: file,
    names: [3, 3],
    run: (deps, [person = '', project = '', role = ''], flags) =>
      explain(deps, { file: fileOf(flags), person, project, role }),
  },
  verify: {
    usage: verifyUsage,
    options: { all: { type: 'boolean' } },
    names: [0, 1],
    run: (deps, [requestId], flags) =>
      (requestId === undefined) === (flags.all !== true)
        ? misuse(deps, 'Name one request, or say --all.', verifyUsage)
        : verify(deps, { requestId }),
  },
  reconcile: {
    usage: reconcileUsage,
    options: {
      'chain-is-right': { type: 'boolean' },
      end: { type: 'boolean' },
      'item-is-right': { type: 'boolean' },
    },
    names: [0, 1],
    run: (deps, [requestId], flags) => {
      const chosen = settlements.filter(([flag]) => flags[flag] === true).map(([, how]) => how);
      return chosen.length > 1
        ? misuse(deps, 'Choose one of --chain-is-right, --end and --item-is-right.', reconcileUsage)
        : reconcile(deps, { requestId, how: chosen[0] });
    },
  },
  member: {
    usage: 'curfew member [ACCOUNT …] [--template] [--stage prod] [--home ACCOUNT_ID] [--file access.yml]',
    options: {
      ...file,
      stage: { type: 'string' },
      home: { type: 'string' },
      template: { type: 'boolean' },
    },
    names: [0, Number.POSITIVE_INFINITY],
    run: (deps, accounts, flags) => {
      const { stage = 'prod', home } = flags as { stage?: string; home?: string };
      const options = { file: fileOf(flags), accounts, stage, home, template: flags.template === true };
      return member(deps, options, () => randomBytes(16).toString('hex'));
    },
  },
  schema: {
    usage: 'curfew schema',
    options: {},
    names: [0, 0],
    run: deps => {
      deps.out(JSON.stringify(accessJsonSchema(), null, 2));
      return 0;
    },
  },
};

const wantsHelp = (word: string): boolean => word === 'help' || word === '--help' || word === '-h';

/** Runs one command line, given without `node` and the script. Throws only what its dependencies throw. */
export const run = async (args: readonly string[], deps: CliDeps): Promise<ExitCode> => {
  const [word, ...rest] = args;
  if (word === undefined) {
    deps.err(help);
    return 2;
  }
  if (wantsHelp(word) || rest.includes('--help')) {
    deps.out(help);
    return 0;
  }
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (command === undefined) {
    const meant = nearest(word, Object.keys(commands));
    deps.err(`There is no command "${word}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
    deps.err(help);
    return 2;
  }
  let parsed: { values: Flags; positionals: string[] };
  try {
    parsed = parseArgs({ args: rest, options: command.options, allowPositionals: true });
  } catch (error) {
    return misuse(deps, error instanceof Error ? error.message : String(error), command.usage);
  }
  const [least, most] = command.names;
  const { length } = parsed.positionals;
  if (length < least || length > most) {
    return misuse(deps, length < least ? 'A name is missing.' : 'Too many names.', command.usage);
  }
  return command.run(deps, parsed.positionals, parsed.values);
};
