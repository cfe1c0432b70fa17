import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromLocal, toLocal } from '../../../local/workspace/page/text/zoned.ts';

test('a moment reads as the clock on the wall there', () => {
  const at = Date.UTC(2026, 0, 12, 9);
  assert.is(toLocal(at, 'Europe/Berlin'), '2026-01-12T10:00');
  assert.is(toLocal(at, 'America/New_York'), '2026-01-12T04:00');
  assert.is(toLocal(at, 'Asia/Kolkata'), '2026-01-12T14:30');
});

test('what was read back is the same moment, around clock changes too', () => {
  const zones = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Kolkata', 'UTC'];
  const minutes = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), minutes, (tz, minute) => {
      const local = toLocal(minute * 60_000, tz);
      const back = fromLocal(local, tz);
      return back !== undefined && toLocal(back, tz) === local;
    }),
  );
});

test('what is no date and time is nothing', () => {
  for (const text of ['', 'tomorrow', '2026-13-40T10:00', '2026-01-12'])
    assert.is(fromLocal(text, 'UTC'), undefined);
});

test.run();
