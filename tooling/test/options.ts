import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface Options {
  paths: string[];
  except: string[];
  /** Time limit of one file, in seconds. */
  timeout: number;
  /** How many files run at once. */
  jobs: number;
}

/** @throws TypeError or Error when an option is unknown or not a positive number */
export function readOptions(args: string[]): Options {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      except: { type: 'string', default: '' },
      timeout: { type: 'string', default: '60' },
      jobs: { type: 'string', default: String(availableParallelism()) },
    },
  });
  return {
    paths: positionals,
    except: values.except.split(',').filter(path => path !== ''),
    timeout: positive('--timeout', values.timeout),
    jobs: Math.ceil(positive('--jobs', values.jobs)),
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) {
    throw new Error(`${name} wants a positive number, not "${text}"`);
  }
  return number;
}
