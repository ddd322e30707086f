import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../portal.ts';

/** The last day on which an answer is in time, and the first instant (UTC) that is too late. */
export type Due = { readonly on: string; readonly until: string };

function workingDay(day: Temporal.PlainDate, { holidays }: Calendar): Temporal.PlainDate {
  const free = new Set(holidays);
  let at = day;
  while (at.dayOfWeek > 5 || free.has(at.toString())) at = at.add({ days: 1 });
  return at;
}

/**
 * The same day `months` later than the day of receipt in the portal's time zone, or that month's last; to the end of
 * that day. Where the calendar says so, a weekend or holiday rolls over to the next working day (Reg. 1182/71, 3(4)).
 */
export function dueAfter(received: string, months: number, zone: string, calendar: Calendar): Due {
  const day = Temporal.Instant.from(received).toZonedDateTimeISO(zone).toPlainDate().add({ months });
  const on = calendar.rollOver ? workingDay(day, calendar) : day;
  const until = on.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return { on: on.toString(), until: until.toString({ fractionalSecondDigits: 3 }) };
}
