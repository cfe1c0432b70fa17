import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type AuditEntry, auditStart, nextEntry, verifyChain } from '../../../functions/domain/audit.ts';
import { canonicalJson } from '../../../functions/domain/json.ts';
import type { AuditNote } from '../../../functions/domain/record.ts';
import { toIso } from '../../../functions/domain/time.ts';
import { actor, now } from './fixtures.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const note = (index: number): AuditNote => ({
  id: `n-${index}`,
  at: toIso(now + index),
  what: 'approved',
  status: 'PENDING',
  source: 'message',
  by: actor('bob'),
  detail: { rule: '1 of bob', reason: undefined, index },
});

const chain = (length: number, requestId = 'r-1'): AuditEntry[] => {
  const entries: AuditEntry[] = [];
  for (let index = 0; index < length; index += 1) {
    entries.push(nextEntry(requestId, note(index), entries.at(-1) ?? auditStart, sha256));
  }
  return entries;
};
const headOf = (entries: AuditEntry[]) => {
  const last = entries.at(-1) ?? auditStart;
  return { seq: last.seq, hash: last.hash };
};
const verdict = (entries: AuditEntry[], head = headOf(chain(4))): string => {
  const result = verifyChain(entries, sha256, head);
  return result.ok ? `ok ${result.entries}` : `${result.at}: ${result.problem}`;
};
const replace = (entries: AuditEntry[], seq: number, more: Partial<AuditEntry>): AuditEntry[] =>
  entries.map(entry => (entry.seq === seq ? { ...entry, ...more } : entry));
/** What someone with write access and this code could do: edit one entry and compute all hashes from there on again. */
const forge = (entries: AuditEntry[], seq: number): AuditEntry[] => {
  const forged: AuditEntry[] = [];
  for (const { previous: _, hash: __, requestId, seq: at, ...said } of entries) {
    const what = at === seq ? 'denied' : said.what;
    forged.push(nextEntry(requestId, { ...said, what }, forged.at(-1) ?? auditStart, sha256));
  }
  return forged;
};

test('an untouched chain is sound', () => assert.is(verdict(chain(4)), 'ok 4'));
test('an empty chain that should be empty is sound', () => assert.is(verdict([], auditStart), 'ok 0'));
test('entries moved since the request was read are sound', () => assert.is(verdict(chain(6)), 'ok 6'));

const tampered: [what: string, entries: AuditEntry[], problem: string][] = [
  ['an edited word', replace(chain(4), 2, { what: 'denied' }), '2: entry 2 was edited'],
  ['an edited time', replace(chain(4), 2, { at: toIso(now) }), '2: entry 2 was edited'],
  ['another person', replace(chain(4), 3, { by: actor('carol') }), '3: entry 3 was edited'],
  ['an edited detail', replace(chain(4), 1, { detail: { index: 9 } }), '1: entry 1 was edited'],
  ['a missing first entry', chain(4).slice(1), '1: entry 1 is missing'],
  ['a missing entry', chain(4).filter(({ seq }) => seq !== 3), '3: entry 3 is missing'],
  ['a chain without its last entries', chain(4).slice(0, 2), '3: the last 2 of 4 entries are missing'],
  ['everything gone', [], '1: the last 4 of 4 entries are missing'],
  ['a repeated entry', [...chain(2), ...chain(4).slice(1)], '3: entry 2 is repeated'],
  ['another order', [...chain(4)].reverse(), '1: entry 1 is missing'],
  [
    'an entry of another request',
    [...chain(3), ...chain(4, 'r-2').slice(3)],
    '4: entry belongs to the request r-2',
  ],
  [
    'a chain hashed anew from an edit on',
    forge(chain(4), 2),
    '4: entry 4 is not the one the request recorded',
  ],
  ['a forged end', [...chain(3), ...forge(chain(4), 3).slice(3)], '4: entry 4 does not follow'],
];
for (const [what, entries, problem] of tampered) {
  test(`F66: ${what} is detected`, () => assert.match(verdict(entries), problem));
}

test('without the recorded head missing last entries cannot be seen', () => {
  assert.equal(verifyChain(chain(4).slice(0, 2), sha256), { ok: true, entries: 2 });
});

test('F66: leaving out, swapping or editing any entries is detected', () => {
  const whole = chain(8);
  const indexes = fc.array(fc.nat({ max: 7 }), { maxLength: 12 });
  fc.assert(
    fc.property(indexes, order => {
      const entries = order.flatMap(index => whole[index] ?? []);
      const same = order.length === 8 && order.every((index, at) => index === at);
      assert.is(verifyChain(entries, sha256, headOf(whole)).ok, same);
    }),
  );
});

test('canonical JSON is the same in any order of keys, and leaves nothing undefined', () => {
  assert.is(canonicalJson({ b: [{ d: 1, c: undefined }], a: null }), '{"a":null,"b":[{"d":1}]}');
  assert.is(canonicalJson(undefined), 'null');
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      assert.is(canonicalJson(turned), canonicalJson(value));
    }),
  );
});

test('an entry survives being stored as JSON', () => {
  const stored = JSON.parse(JSON.stringify(chain(3))) as AuditEntry[];
  assert.equal(verifyChain(stored, sha256), { ok: true, entries: 3 });
});

test.run();
