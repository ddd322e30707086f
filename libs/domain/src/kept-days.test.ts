import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPast, keptSince } from './kept-days.ts';

const now = '2026-03-01T12:00:00.000Z';

test('[AC27] the thirty days are over with the millisecond behind them', () => {
  expect(keptSince(now)).toBe('2026-01-30T12:00:00.000Z');
  expect(isPast('2026-01-30T12:00:00.000Z', now)).toBe(false);
  expect(isPast('2026-01-30T11:59:59.999Z', now)).toBe(true);
});

test('[AC27] past is exactly what lies before the moment since which things are kept', () => {
  const around = fc.integer({ min: -3, max: 3 }).map((ms) => new Date(Date.parse(keptSince(now)) + ms));
  const anywhere = fc.date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2030-01-01') });
  fc.assert(
    fc.property(fc.oneof(around, anywhere), (moment) => {
      const then = moment.toISOString();
      expect(isPast(then, now)).toBe(then < keptSince(now));
    }),
  );
});
