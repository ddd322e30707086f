import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueAfter } from './due-dates.ts';

const plain = { rollOver: false, holidays: [] };
const zones = ['UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Africa/Cairo'];
const more = ['Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Beirut', 'Asia/Kathmandu', 'Pacific/Kiritimati'];

/** The day of an instant in a zone as the platform's own calendar tells it: another library than the one that is judged. */
const dayIn = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
const lastOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const text = (year: number, month: number, day: number): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');

/** The same day so many months on, counted by hand. */
function sameDayLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const at = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(at / 12), (at % 12) + 1];
  return text(toYear, toMonth, Math.min(date, lastOf(toYear, toMonth)));
}
const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
const isFree = (day: string, holidays: readonly string[]) => [0, 6].includes(weekday(day)) || holidays.includes(day);
const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const anyInstant = fc
  .date({ min: new Date('1996-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const monthEnd = fc
  .tuple(fc.integer({ min: 2000, max: 2060 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 86_399_999 }))
  .map(([year, month, ms]) => new Date(Date.UTC(year, month, 0) + ms).toISOString());

describe('due dates', () => {
  test('[PV10] a month after receipt is the same day of the next month, or its last, to the end of the day in the portal’s zone', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyInstant, monthEnd),
        fc.constantFrom(...zones, ...more),
        fc.constantFrom(1, 3),
        (received, zone, months) => {
          const { on, until } = dueAfter(received, months, zone, plain);
          expect(on).toBe(sameDayLater(dayIn(zone, Date.parse(received)), months));
          const end = Date.parse(until);
          expect(dayIn(zone, end - 1) <= on).toBe(true); // Apia left out 30 December 2011
          expect(dayIn(zone, end) > on).toBe(true);
          expect(until > received).toBe(true);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  test('[PV11] where the calendar says so, a weekend or holiday rolls over to the first working day, and no other day moves', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.constantFrom(...zones),
        fc.constantFrom(1, 3),
        fc.array(fc.nat({ max: 9 }), { maxLength: 6 }),
        (received, zone, months, steps) => {
          const { on: plainly } = dueAfter(received, months, zone, plain);
          const holidays = steps.map((count) => Array.from({ length: count }).reduce<string>(nextDay, plainly));
          let expected = plainly;
          while (isFree(expected, holidays)) expected = nextDay(expected);
          expect(dueAfter(received, months, zone, { rollOver: true, holidays }).on).toBe(expected);
          expect(dueAfter(received, months, zone, { rollOver: false, holidays }).on).toBe(plainly);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('[PV10] month ends, leap years and clocks that change, by hand', () => {
    const due = (at: string, zone = 'UTC', months = 1) => dueAfter(at, months, zone, plain);
    expect(due('2026-01-31T12:00:00.000Z').on).toBe('2026-02-28');
    expect(due('2028-01-31T12:00:00.000Z').on).toBe('2028-02-29');
    expect(due('2025-11-30T12:00:00.000Z', 'UTC', 3).on).toBe('2026-02-28');
    expect(due('2026-01-31T15:30:00.000Z', 'Asia/Tokyo')).toEqual({
      on: '2026-03-01',
      until: '2026-03-01T15:00:00.000Z',
    });
    expect(due('2026-02-28T22:59:59.999Z', 'Europe/Berlin')).toEqual({
      on: '2026-03-28',
      until: '2026-03-28T23:00:00.000Z',
    });
    expect(due('2026-02-28T23:00:00.000Z', 'Europe/Berlin').until).toBe('2026-04-01T22:00:00.000Z');
  });
});
