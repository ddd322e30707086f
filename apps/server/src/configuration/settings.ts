import { z } from 'zod';
import { mostReplicated } from '@genkan/realtime/replicated';
import { defaultLimit } from '../admission/limits.ts';

const yes = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);
const origins = z
  .string()
  .transform((list) => list.split(',').map((text) => text.trim()))
  .pipe(z.array(origin).min(1));
const count = z.coerce.number().int().min(1).max(1_000_000);
const countText = 'be a whole number from 1 to 1000000';
const yesText = 'be true, false, 1 or 0';

/** What the environment may say of one thing: how it is read, what it must be if it is not that, and what it is for. */
export type Setting<Schema extends z.ZodType = z.ZodType> = {
  readonly schema: Schema;
  /** Completes the sentence `NAME must ...`, which is all a wrong value is answered with: never the value. */
  readonly must: string;
  /** For docs/OPERATORS.md; a default that is not told here is in `schema`. */
  readonly means: string;
  readonly byDefault?: string;
};
const setting = <Schema extends z.ZodType>(given: Setting<Schema>): Setting<Schema> => given;

/** Every setting there is, by the name of its environment variable (docs/OPERATORS.md is checked against this). */
export const settings = {
  NODE_ENV: setting({
    schema: z.string().default('development'),
    must: 'be text',
    means: '`production`: no demo, no documents unless asked for',
  }),
  HOST: setting({
    schema: z.union([z.hostname(), z.ipv4(), z.ipv6()]).default('127.0.0.1'),
    must: 'be an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0',
    means: 'Address to listen on',
  }),
  PORT: setting({
    schema: z.coerce.number().int().min(0).max(65_535).default(4400),
    must: 'be a whole number from 0 to 65535',
    means: 'Port to listen on; 0 takes a free one',
  }),
  DATABASE_URL: setting({
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    must: 'be a URL such as postgres://genkan@db.example.com/genkan',
    means: 'PostgreSQL, for any number of nodes. Left out: the embedded database in `DATA_DIR`, for one process',
    byDefault: 'the embedded database',
  }),
  REDIS_URL: setting({
    schema: z.url({ protocol: /^rediss?$/ }).optional(),
    must: 'be a URL such as redis://cache.example.com:6379',
    means: 'Redis, to wake other nodes with. Left out: they wake each other through PostgreSQL',
    byDefault: 'none',
  }),
  DATA_DIR: setting({
    schema: z.string().min(1).default('./data'),
    must: 'be a folder, or `memory`',
    means: 'Folder of the embedded database and its secret; `memory`: gone with the process',
  }),
  PUBLIC_URL: setting({
    schema: origin.optional(),
    must: 'be an address such as https://portal.example.com',
    means: 'Where people reach the server, if not at the address it listens on',
    byDefault: 'made from `HOST` and `PORT`',
  }),
  ALLOWED_ORIGINS: setting({
    schema: origins.optional(),
    must: 'be addresses such as https://portal.example.com, with commas between',
    means: 'Pages of other origins that may speak to the server, beside `PUBLIC_URL`',
    byDefault: 'none',
  }),
  SECRET_KEY: setting({
    schema: z.string().min(32).optional(),
    must: 'have at least 32 characters, for instance from `openssl rand -base64 32`',
    means: 'Secret of the installation, the same on all nodes; needed with `DATABASE_URL`',
    byDefault: 'a file in `DATA_DIR`, made once',
  }),
  LOG_LEVEL: setting({
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    must: 'be one of fatal, error, warn, info, debug, silent',
    means: 'What the program log tells',
  }),
  DOCS: setting({
    schema: yes.optional(),
    must: yesText,
    means: 'Whether `/openapi.json` and `/asyncapi.json` are served',
    byDefault: 'yes, but not in production',
  }),
  DEMO: setting({
    schema: z.enum(['true', 'false', '1', '0', 'live']).optional(),
    must: 'be true, false, 1, 0 or live',
    means: 'Whether an empty embedded database becomes a demo; `live`: and its people work in it',
    byDefault: 'yes, where only this machine reaches it',
  }),
  MIGRATE: setting({
    schema: z.enum(['on-start', 'never']).default('never'),
    must: 'be on-start or never',
    means: 'Whether PostgreSQL is migrated at start; the embedded database always is',
  }),
  ALLOW_WEAK_DURABILITY: setting({
    schema: yes.default(false),
    must: yesText,
    means: 'Serve although PostgreSQL runs with `fsync`, `full_page_writes` or `synchronous_commit` off',
  }),
  COMMANDS_PER_SECOND: setting({
    schema: count.default(defaultLimit.commandsPerSecond),
    must: countText,
    means: 'Commands and queries of a member a second; twice as many at once',
  }),
  SIGN_INS_PER_ACCOUNT: setting({
    schema: count.default(defaultLimit.signInsPerAccount),
    must: countText,
    means: 'Attempts to sign in to an account a minute, over all nodes',
  }),
  SIGN_INS_PER_ADDRESS: setting({
    schema: count.default(defaultLimit.signInsPerAddress),
    must: countText,
    means: 'Attempts to sign in from an address a minute, over all nodes',
  }),
  REPLICATED_RECORDS: setting({
    schema: count.default(mostReplicated),
    must: countText,
    means: 'A module of which a member may see more records is not kept live for it, but read by pages',
  }),
  STALLED_SECONDS: setting({
    schema: count.default(60),
    must: countText,
    means: 'A client that takes nothing of what waits for it for so many seconds is closed',
  }),
} as const;

export type SettingName = keyof typeof settings;
type Shape = { readonly [Name in SettingName]: (typeof settings)[Name]['schema'] };

// A list of entries does not remember which schema stood under which name.
const shape = Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) as Shape;
export const environment = z.object(shape);
/** What the environment said, read and with its defaults. */
export type Settings = Readonly<z.output<typeof environment>>;
export const isSetting = (name: unknown): name is SettingName =>
  typeof name === 'string' && Object.hasOwn(settings, name);
