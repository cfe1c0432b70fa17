import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allSources, lineOf, parse, type Source, walk } from './source.ts';

/** Words that once stood for something that has a standard name. */
const retired: Record<string, string> = {
  bell: 'task token, resume',
  desk: 'service',
  door: 'source',
  facts: 'description, view data, data flow',
  ghost: 'fading row',
  happening: 'event',
  heard: 'resumed',
  journal: 'progress',
  landed: 'activated',
  lane: 'mode, leased target',
  lapse: 'expire',
  lapsed: 'expired',
  lock: 'resource key, lease',
  noting: 'events',
  rung: 'resumed',
  seat: 'approver slot',
  settled: 'closed',
  speak: 'notify',
  speech: 'notification',
  strand: 'branch',
  tail: 'residual session',
  tally: 'vote count',
  tell: 'notify',
  told: 'notified',
  twin: 'fake',
};

/** Shipped code, what deploys and emulates it, and their tests. */
const tested = ['functions/', 'catalog/', 'cli/', 'deploy/', 'statemachines/'];
const inUse = [...tested, ...tested.map(folder => `tests/${folder}`), 'local/aws/', 'tests/e2e/'];

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .map(word => word.toLowerCase());

/** `path:line name: say …` for each name in a file, its own included, that holds a retired word. */
const retiredIn = ({ path, tree }: Source): string[] => {
  const found: string[] = [];
  const look = (at: string, name: string) => {
    for (const word of wordsOf(name)) {
      const one = [word, word.replace(/s$/, '')].find(form => Object.hasOwn(retired, form));
      if (one !== undefined) found.push(`${at} ${name}: say ${retired[one]}`);
    }
  };
  look(path, path);
  walk(tree, node => {
    if (ts.isIdentifier(node)) look(`${path}:${lineOf(node)}`, node.text);
  });
  return found;
};

test('everything is called what its field calls it', () => {
  const sources = allSources().filter(({ path }) => inUse.some(folder => path.startsWith(folder)));
  assert.ok(sources.length > 0);
  assert.equal(sources.flatMap(retiredIn), []);
});

test('a retired word is found in names of files and of things, whatever their case', () => {
  const source = parse('functions/desk/x.ts', 'const lockKey = tellGranted(LAPSED, { seatOf });');
  assert.equal(
    retiredIn(source).map(found => found.split(': say')[0]),
    [
      'functions/desk/x.ts functions/desk/x.ts',
      'functions/desk/x.ts:1 lockKey',
      'functions/desk/x.ts:1 tellGranted',
      'functions/desk/x.ts:1 LAPSED',
      'functions/desk/x.ts:1 seatOf',
    ],
  );
});

test('words that only contain a retired one, and comments, are no finding', () => {
  assert.equal(retiredIn(parse('functions/x.ts', '// the bell\nconst blocked = { details, planes };')), []);
});

test.run();
