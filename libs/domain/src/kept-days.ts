/** For so many days a deleted record can be restored, and a repeat of a command is answered from its receipt. */
export const keptDays = 30;

// eslint-disable-next-line no-restricted-globals -- the calendar, not the clock
const millisecondsOf = (moment: string): number => Date.parse(moment);

/** The moment (UTC, ISO 8601) before which all is past. */
export const keptSince = (now: string): string =>
  // eslint-disable-next-line no-restricted-globals -- the calendar, not the clock
  new Date(millisecondsOf(now) - keptDays * 86_400_000).toISOString();

/** Whether more than the days have passed between two moments (UTC, ISO 8601). */
export const isPast = (then: string, now: string): boolean =>
  millisecondsOf(now) - millisecondsOf(then) > keptDays * 86_400_000;
