import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isForeign } from '../../../local/workspace/guard.ts';

test('the page itself may call, by either name of this machine', () => {
  assert.not.ok(isForeign({ host: '127.0.0.1:4242', origin: 'http://127.0.0.1:4242' }, 4242));
  assert.not.ok(isForeign({ host: 'localhost:4242', origin: 'http://localhost:4242' }, 4242));
  assert.not.ok(isForeign({ host: '127.0.0.1:4242' }, 4242));
});

test('a foreign name that resolves to this machine is turned away', () => {
  assert.ok(isForeign({ host: 'evil.example:4242' }, 4242));
  assert.ok(isForeign({}, 4242));
});

test('a script of another page is turned away, whatever its port or scheme', () => {
  for (const origin of ['https://evil.example', 'http://127.0.0.1:9999', 'https://127.0.0.1:4242', 'null'])
    assert.ok(isForeign({ host: '127.0.0.1:4242', origin }, 4242), origin);
});

test.run();
