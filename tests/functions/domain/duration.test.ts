import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  compactDuration,
  formatDuration,
  parseDuration,
  rangeInWords,
} from '../../../functions/domain/duration.ts';
import { day, hour, minute } from '../../../functions/domain/time.ts';

const range = { minMs: 15 * minute, maxMs: 2 * day };
const messageOf = (text: string, within = range): string => {
  const parsed = parseDuration(text, within);
  return parsed.ok ? `accepted as ${parsed.ms}` : parsed.message;
};

const accepted: [text: string, ms: number][] = [
  ['30m', 30 * minute],
  ['30 min', 30 * minute],
  ['90 minutes', 90 * minute],
  ['2h', 2 * hour],
  ['2 hrs', 2 * hour],
  ['1d', day],
  ['1h30m', 90 * minute],
  ['1 h 30 min', 90 * minute],
  ['1d 4h', 28 * hour],
  ['1 day 4 hours', 28 * hour],
  ['  2H  ', 2 * hour],
  ['1H30M', 90 * minute],
  ['PT1H30M', 90 * minute],
  ['pt30m', 30 * minute],
  ['P1D', day],
  ['P1DT4H', 28 * hour],
  ['15m', 15 * minute],
  ['48h', 2 * day],
];
for (const [text, ms] of accepted) {
  test(`"${text}" is understood`, () => assert.equal(parseDuration(text, range), { ok: true, ms }));
}

const refused: [text: string, why: string][] = [
  ['', 'Say for how long.'],
  ['   ', 'Say for how long.'],
  ['0m', 'cannot be zero'],
  ['PT0H', 'cannot be zero'],
  ['-1h', 'cannot be negative'],
  ['14m', 'too short'],
  ['49h', 'too long'],
  ['2d1m', 'too long'],
  [`${'9'.repeat(40)}h`, 'too long'],
  ['1h1h', 'each unit once'],
  ['30m1h', 'each unit once'],
  ['1h 1 hour', 'each unit once'],
  ['PT30M1H', 'each unit once'],
  ['1.5h', 'Fractions'],
  ['1,5h', 'Fractions'],
  ['½h', 'Fractions'],
  ['1w', 'no seconds, weeks, months or years'],
  ['P1W', 'no seconds, weeks, months or years'],
  ['P1M', 'no seconds, weeks, months or years'],
  ['2 months', 'no seconds, weeks, months or years'],
  ['90s', 'no seconds, weeks, months or years'],
  ['PT90S', 'no seconds, weeks, months or years'],
  ['1y', 'no seconds, weeks, months or years'],
  ['30', 'Say the unit: 30m'],
  ['P1H', 'follow the T'],
  ['PT1D', 'follow the T'],
  ['P', 'not a duration'],
  ['PT', 'not a duration'],
  ['P1DT', 'not a duration'],
  ['PT1HT1M', 'not a duration'],
  ['h', 'not a duration'],
  ['1h30', 'not a duration'],
  ['an hour', 'not a duration'],
  ['1x', 'not a duration'],
  ['١h', 'not a duration'],
  ['1h; DROP', 'not a duration'],
];
for (const [text, why] of refused) {
  test(`"${text}" is refused: ${why}`, () => assert.match(messageOf(text), why));
}

test('every refusal gives the allowed range and an example', () => {
  for (const [text] of refused) {
    assert.match(messageOf(text), 'Allowed: 15 min to 2 d, for example 1h30m.');
  }
});

test('F12: 50 kB of text is refused at once, whatever it holds', () => {
  for (const piece of ['1h', ' ', '9', 'p', 'x', '1 ']) {
    const text = piece.repeat(50_000 / piece.length);
    assert.match(messageOf(text), 'too long for a duration (50000 characters)');
    assert.ok(messageOf(text).length < 200);
  }
});

test('the example is always within the range', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), (least, more) => {
      const within = { minMs: least * minute, maxMs: (least + more) * minute };
      const example = /(?:example|write) (\S+)\.$/.exec(rangeInWords(within))?.[1] ?? '';
      assert.ok(parseDuration(example, within).ok, example);
    }),
  );
});

test('what is formatted reads back as the same duration, in both forms', () => {
  const all = { minMs: minute, maxMs: 1_000 * day };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 * 24 * 60 }), minutes => {
      const ms = minutes * minute;
      assert.equal(parseDuration(formatDuration(ms), all), { ok: true, ms });
      assert.equal(parseDuration(compactDuration(ms), all), { ok: true, ms });
    }),
  );
});

test('no text makes it throw, and what it accepts is within the range', () => {
  const pieces = fc.constantFrom(
    '1',
    '30',
    '0',
    'h',
    'm',
    'd',
    'P',
    'T',
    ' ',
    '-',
    '.',
    'w',
    'min',
    '\u202e',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map(all => all.join('')),
  );
  fc.assert(
    fc.property(texts, text => {
      const parsed = parseDuration(text, range);
      assert.ok(!parsed.ok || (parsed.ms >= range.minMs && parsed.ms <= range.maxMs));
    }),
    { numRuns: 500 },
  );
});

const formatted: [ms: number, text: string][] = [
  [0, '0 s'],
  [-5, '0 s'],
  [45_000, '45 s'],
  [minute, '1 min'],
  [90 * minute, '1 h 30 min'],
  [day, '1 d'],
  [day + 4 * hour + minute, '1 d 4 h 1 min'],
  [hour + 29_000, '1 h'],
];
for (const [ms, text] of formatted) {
  test(`${ms} ms is "${text}"`, () => assert.is(formatDuration(ms), text));
}

test('a range of one length says so', () => {
  assert.is(rangeInWords({ minMs: hour, maxMs: hour }), 'Only 1 h is allowed: write 1h.');
});

test.run();
