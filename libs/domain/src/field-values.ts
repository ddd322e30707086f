import type { Field, FieldType, Value } from './fields.ts';
import { uuid } from './names.ts';

/** The canonical stored value, or what is wrong with it: a sentence for the sender that never repeats the value. */
export type Parsed = { readonly value: Value } | { readonly problem: string };

const ok = (value: Value): Parsed => ({ value });
const wrong = (problem: string): Parsed => ({ problem });

const longest = (field: Field): number => {
  const most = field.type === 'long-text' ? 32_768 : 255;
  return Math.min(field.maxLength ?? most, most);
};

const longestEmail = 254;
const longestPhone = 50;
const longestUrl = 2048;

/** The most characters a value of a field of text can have. */
export function longestValue(field: Field): number {
  if (field.type === 'email') return longestEmail;
  if (field.type === 'phone') return longestPhone;
  if (field.type === 'url') return longestUrl;
  if (field.type === 'choice') return Math.max(0, ...(field.choices ?? []).map((choice) => choice.length));
  return longest(field);
}

const text = (given: string, field: Field): Parsed =>
  given.length <= longest(field) ? ok(given) : wrong(`Use at most ${longest(field)} characters.`);

/** Fifteen significant digits are what a JSON number, a double and every database agree on. */
function decimal(given: number): Parsed {
  if (!Number.isFinite(given)) return wrong('Use a finite number.');
  if (Math.abs(given) >= 1e15) return wrong('Use a number below 1,000,000,000,000,000.');
  if (given !== 0 && Math.abs(given) < 1e-15) return wrong('Use a number with at most 15 decimal places.');
  if (Number(given.toPrecision(15)) !== given) return wrong('Use at most 15 significant digits.');
  return ok(given === 0 ? 0 : given); // -0 is 0
}

const integer = (given: number): Parsed =>
  Number.isInteger(given) && Math.abs(given) < 1e15
    ? ok(given === 0 ? 0 : given)
    : wrong('Use a whole number of at most 15 digits.');

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** A day that exists in the calendar, from year 1 on. */
function isDate(given: string): boolean {
  if (given.length !== 10 || !datePattern.test(given)) return false;
  const [year, month, day] = [Number(given.slice(0, 4)), Number(given.slice(5, 7)), Number(given.slice(8, 10))];
  const days = month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= days;
}

const timePattern = /^T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** Any offset is taken; stored is UTC with milliseconds. */
function datetime(given: string): Parsed {
  const sound = given.length <= 35 && isDate(given.slice(0, 10)) && timePattern.test(given.slice(10));
  // eslint-disable-next-line no-restricted-globals -- the calendar, not the clock
  const moment = sound ? new Date(given) : null;
  if (moment === null || Number.isNaN(moment.getTime())) return wrong('Use a time such as 2030-01-31T09:30:00Z.');
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? ok(moment.toISOString()) : wrong('Use a year from 1 to 9999.');
}

const emailPattern = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/; // no two parts can match the same character: linear (SEC-32)
const phonePattern = /^[0-9A-Za-z+().,;:#*/ -]*$/;
const urlPattern = /^https?:\/\/[^\s]+$/i;

const email = (given: string): Parsed =>
  given.length <= longestEmail && emailPattern.test(given)
    ? ok(given)
    : wrong('Use an e-mail address such as name@example.com.');
const phone = (given: string): Parsed =>
  given.length <= longestPhone && phonePattern.test(given) && /\d/.test(given)
    ? ok(given)
    : wrong('Use a telephone number.');
const url = (given: string): Parsed =>
  given.length <= longestUrl && urlPattern.test(given) && URL.canParse(given)
    ? ok(given)
    : wrong('Use an address that begins with https:// or http://.');

const choice = (given: string, field: Field): Parsed =>
  (field.choices ?? []).includes(given) ? ok(given) : wrong('Choose one of the choices of the field.');

/** A set, stored in the order of the choices. */
function choices(given: readonly string[], field: Field): Parsed {
  const offered = field.choices ?? [];
  if (!given.every((one) => offered.includes(one))) return wrong('Choose among the choices of the field.');
  return ok(offered.filter((one) => given.includes(one)));
}

const lookup = (given: string): Parsed => {
  const id = uuid.safeParse(given);
  return id.success ? ok(id.data) : wrong('Use the id of a record, or null.');
};

const onText = (parse: (given: string, field: Field) => Parsed) => (given: Value, field: Field) =>
  typeof given === 'string' ? parse(given, field) : wrong('Use text.');
const onNumber = (parse: (given: number) => Parsed) => (given: Value) =>
  typeof given === 'number' ? parse(given) : wrong('Use a number.');

const parsers: Readonly<Record<FieldType, (given: Value, field: Field) => Parsed>> = {
  text: onText(text),
  'long-text': onText(text),
  integer: onNumber(integer),
  decimal: onNumber(decimal),
  money: onNumber(decimal),
  percent: onNumber(decimal),
  boolean: (given) => (typeof given === 'boolean' ? ok(given) : wrong('Use true or false.')),
  date: onText((given) => (isDate(given) ? ok(given) : wrong('Use a day such as 2030-01-31.'))),
  datetime: onText(datetime),
  choice: onText(choice),
  'multi-choice': (given, field) => (Array.isArray(given) ? choices(given, field) : wrong('Use a list of choices.')),
  email: onText(email),
  phone: onText(phone),
  url: onText(url),
  lookup: onText(lookup),
};

/** A value as a field stores it: one form for each meaning, so that equal values are equal bytes everywhere. */
export const parseValue = (field: Field, given: Value): Parsed =>
  given === null ? ok(null) : parsers[field.type](given, field);

/** Null, an empty text and an empty list count as empty, as in criteria. */
export const isEmpty = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Whether two stored values are the same. */
export const sameValue = (one: Value, other: Value): boolean =>
  one === other ||
  (Array.isArray(one) &&
    Array.isArray(other) &&
    one.length === other.length &&
    one.every((part, index) => part === other[index]));
