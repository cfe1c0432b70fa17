import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readOptions } from '../../../local/workspace/options.ts';

const example = 'access.example.yml';
const problem = (args: string[], env: Record<string, string> = {}): string => {
  const read = readOptions(args, env, example);
  return read.ok ? '' : read.problem;
};

test('without options it is the example on port 4242', () => {
  assert.equal(readOptions([], {}, example), { ok: true, options: { port: 4242, config: example } });
});

test('the environment names port and configuration', () => {
  const env = { PORT: '4300', CURFEW_CONFIG: 'mine.yml' };
  assert.equal(readOptions([], env, example), { ok: true, options: { port: 4300, config: 'mine.yml' } });
});

test('what is typed goes before the environment', () => {
  const env = { PORT: '4300', CURFEW_CONFIG: 'mine.yml' };
  const options = { port: 0, config: 'other.yml' };
  assert.equal(readOptions(['--port', '0', '--config=other.yml'], env, example), { ok: true, options });
});

test('an empty variable is as good as none', () => {
  assert.equal(readOptions([], { PORT: '' }, example), {
    ok: true,
    options: { port: 4242, config: example },
  });
});

test('a port that is none is refused by name', () => {
  assert.match(problem([], { PORT: 'http' }), /^http is no port/);
  assert.match(problem(['--port', '70000']), /^70000 is no port/);
});

test('an unknown option is answered with the ones there are', () => {
  assert.match(problem(['--prot', '1']), /no option --prot.*--port.*--config/);
  assert.match(problem(['--config']), /--config needs a value/);
});

test.run();
