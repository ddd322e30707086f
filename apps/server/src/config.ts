import { z } from 'zod';
import { mostReplicated } from '@genkan/realtime/replicated';
import { defaultLimit } from './limits.ts';

const yes = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const origin = z.url().transform((text) => new URL(text).origin);
const origins = z.string().transform((list, context) =>
  list.split(',').map((text) => {
    const parsed = origin.safeParse(text.trim());
    if (!parsed.success) context.addIssue(`${text.trim()} is not an origin such as https://portal.example.com.`);
    return parsed.data ?? '';
  }),
);

const count = z.coerce.number().int().min(1).max(1_000_000);

const settings = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** A folder, or `memory` for a database that is gone with the process. */
  DATA_DIR: z.string().min(1).default('./data'),
  PUBLIC_URL: origin.optional(),
  ALLOWED_ORIGINS: origins.optional(),
  SECRET_KEY: z.string().min(32, 'Use at least 32 characters, for instance from `openssl rand -base64 32`.').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  DOCS: yes.optional(),
  /** Left out: a demo is founded when the embedded database is empty and only this machine can reach it. */
  DEMO: yes.optional(),
  COMMANDS_PER_SECOND: count.default(defaultLimit.commandsPerSecond),
  SIGN_INS_PER_ACCOUNT: count.default(defaultLimit.signInsPerAccount),
  SIGN_INS_PER_ADDRESS: count.default(defaultLimit.signInsPerAddress),
  /** A module of which a member may see more records is not kept live for it, but read by pages. */
  REPLICATED_RECORDS: count.default(mostReplicated),
  /** A client that takes nothing of what waits for it for so long is closed. */
  STALLED_SECONDS: count.default(60),
  MIGRATE: z.enum(['on-start', 'never']).optional(),
});

/** Everything the environment decides, read once. Names are those of the environment variables. */
export type Config = Omit<z.output<typeof settings>, 'NODE_ENV' | 'DOCS'> & {
  readonly production: boolean;
  readonly docs: boolean;
};

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** What does not fit together, as a sentence; null when all does. */
function contradiction({ DATABASE_URL, SECRET_KEY, DEMO, HOST, NODE_ENV }: z.output<typeof settings>): string | null {
  if (DATABASE_URL !== undefined && SECRET_KEY === undefined)
    return 'SECRET_KEY is needed with DATABASE_URL: all nodes must share one secret of at least 32 characters.';
  if (DEMO && (DATABASE_URL !== undefined || NODE_ENV === 'production'))
    return 'DEMO has published passwords: it runs on the embedded database only and never with NODE_ENV=production.';
  if (DEMO && !loopback.has(HOST)) return 'DEMO has published passwords: HOST must be 127.0.0.1.';
  return null;
}

/** Whether an empty database is to become a demo: asked for, or left open where its published passwords reach nobody else. */
export const wantsDemo = ({ DEMO, DATABASE_URL, HOST, production }: Config): boolean =>
  DEMO ?? (DATABASE_URL === undefined && !production && loopback.has(HOST));

/** The environment could not be used; the message is the one sentence to print. */
export class BadConfig extends Error {}

/** Reads the environment once; throws `BadConfig` with one sentence that says what to change. */
// The one place (STYLE 9).
// eslint-disable-next-line no-restricted-syntax
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, text]) => text !== ''));
  const parsed = settings.safeParse(filled);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadConfig(`${String(issue?.path[0] ?? 'The environment')} cannot be used: ${issue?.message ?? ''}`);
  }
  const wrong = contradiction(parsed.data);
  if (wrong !== null) throw new BadConfig(wrong);
  const { NODE_ENV, DOCS, ...rest } = parsed.data;
  const production = NODE_ENV === 'production';
  return { ...rest, production, docs: DOCS ?? !production };
}
