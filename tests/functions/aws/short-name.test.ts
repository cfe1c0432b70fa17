import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { permissionSetName } from '../../../functions/aws/patterns.ts';
import { shortName } from '../../../functions/aws/short-name.ts';

const requestId = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/);

test('a name of any request fits a permission set, the shortest of all, and is the same at every attempt', () => {
  fc.assert(
    fc.property(requestId, id => {
      assert.match(shortName(id), permissionSetName);
      assert.match(shortName(id), /^curfew-[a-z2-7]{24}$/);
      assert.is(shortName(id), shortName(id));
    }),
  );
});

test('two requests have two names, and so have two targets of one request', () => {
  fc.assert(
    fc.property(fc.uniqueArray(requestId, { minLength: 2, maxLength: 2 }), ([one = '', other = '']) => {
      const names = [shortName(one), shortName(other), shortName(one, other), shortName(other, one)];
      assert.is(new Set(names).size, names.length);
    }),
  );
});

test('where one part ends and the next begins makes a difference', () => {
  assert.is.not(shortName('ab', 'c'), shortName('a', 'bc'));
});

test.run();
