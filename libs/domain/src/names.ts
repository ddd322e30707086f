import { z } from 'zod';

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The stable name of a module, field or layout: never changed, so that stored values, paths and criteria can rely on it. */
export const apiName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'Use 1 to 40 letters, digits and underscores, beginning with a letter.')
  .refine((name) => !inherited.has(name), 'This name is reserved.'); // SEC-14

/** A random UUID (v4), made by the server: an id tells nothing about when it was made (SEC-4). Lower case is canonical. */
export const uuid = z.uuid({ version: 'v4' }).toLowerCase();
export const recordId = uuid;
export const memberId = uuid;
export const userTypeId = uuid;

/** Text a database and a JSON parser both accept: no U+0000, no lone surrogate. */
export const plainText = z.string().refine((text) => !text.includes('\u0000') && text.isWellFormed(), {
  message: 'Remove the characters that cannot be stored (U+0000 or half of a surrogate pair).',
});

export const label = plainText.pipe(z.string().trim().min(1).max(120));
export const emailAddress = z.email().max(254).toLowerCase();

/** A `__proto__` among the names is refused, not dropped (SEC-14). */
const keyedBy = <Key extends typeof apiName | typeof uuid, Schema extends z.ZodType>(key: Key, each: Schema) =>
  z.preprocess(
    (given, context) => {
      if (typeof given === 'object' && given !== null && Object.hasOwn(given, '__proto__')) {
        context.issues.push({ code: 'custom', message: 'This name is reserved.', path: ['__proto__'], input: null });
      }
      return given;
    },
    z.record(key, each),
  );

/** Something by name, as a command brings it. */
export const byName = <Schema extends z.ZodType>(each: Schema) => keyedBy(apiName, each);
/** Something by id, as a command brings it. */
export const byId = <Schema extends z.ZodType>(each: Schema) => keyedBy(uuid, each);
