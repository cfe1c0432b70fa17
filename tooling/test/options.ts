import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface Options {
  paths: string[];
  except: string[];
  /** Folders whose files share a process. */
  together: string[];
  /** Time limit of one process, in seconds. */
  timeout: number;
  /** How many processes run at once. */
  jobs: number;
}

/** @throws TypeError or Error when an option is unknown or not a positive number */
export function readOptions(args: string[]): Options {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      except: { type: 'string', default: '' },
      together: { type: 'string', default: '' },
      timeout: { type: 'string', default: '60' },
      jobs: { type: 'string', default: String(availableParallelism()) },
    },
  });
  return {
    paths: positionals,
    except: listed(values.except),
    together: listed(values.together),
    timeout: positive('--timeout', values.timeout),
    jobs: Math.ceil(positive('--jobs', values.jobs)),
  };
}

function listed(text: string): string[] {
  return text.split(',').filter(path => path !== '');
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) {
    throw new Error(`${name} wants a positive number, not "${text}"`);
  }
  return number;
}
