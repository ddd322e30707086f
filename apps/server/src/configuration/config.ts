import type { z } from 'zod';
import { environment, isSetting, settings, type Settings } from './settings.ts';

/** Everything the environment decides, read once. Names are those of the environment variables. */
export type Config = Omit<Settings, 'NODE_ENV' | 'DOCS' | 'DEMO'> & {
  readonly production: boolean;
  readonly docs: boolean;
  /** Whether an empty embedded database becomes a demo, and whether somebody works in it. */
  readonly demo: 'off' | 'still' | 'live';
};

const isWished = (demo: Settings['DEMO']): boolean => demo !== undefined && demo !== 'false' && demo !== '0';
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** What does not fit together, as a sentence; null when all does. */
function contradiction(read: Settings): string | null {
  const { DATABASE_URL, SECRET_KEY, DEMO, NODE_ENV } = read;
  if (DATABASE_URL !== undefined && SECRET_KEY === undefined)
    return 'SECRET_KEY is needed with DATABASE_URL: all nodes must share one secret of at least 32 characters.';
  if (isWished(DEMO) && (DATABASE_URL !== undefined || NODE_ENV === 'production'))
    return 'DEMO has published passwords: it runs on the embedded database only and never with NODE_ENV=production.';
  if (isWished(DEMO) && !isAmongUs(read))
    return 'DEMO has published passwords: HOST must be 127.0.0.1, and PUBLIC_URL on this machine too.';
  return null;
}

/** Whether only this machine can reach the server, by all that the configuration says. */
export const isAmongUs = ({ HOST, PUBLIC_URL }: Pick<Settings, 'HOST' | 'PUBLIC_URL'>): boolean =>
  loopback.has(HOST) && (PUBLIC_URL === undefined || loopback.has(new URL(PUBLIC_URL).hostname.replace(/[[\]]/g, '')));

/** A demo unless it is declined, where its published passwords reach nobody else. */
const demoOf = (read: Settings): Config['demo'] => {
  const { DEMO, DATABASE_URL, NODE_ENV } = read;
  const isFit = DATABASE_URL === undefined && NODE_ENV !== 'production' && isAmongUs(read);
  if (DEMO === 'live') return 'live';
  return (DEMO === undefined ? isFit : isWished(DEMO)) ? 'still' : 'off';
};

/** Names the setting and says what it must be; the value may be a secret and is not told. */
const wrongValue = ({ issues: [issue] }: z.ZodError): string => {
  const name = issue?.path[0];
  return isSetting(name) ? `${name} must ${settings[name].must}.` : 'The environment cannot be read.';
};

/** The environment could not be used; the message is the one sentence to print. */
export class BadConfig extends Error {}

/** Reads the environment once; throws `BadConfig` with one sentence that says what to change. */
// The one place (STYLE 9).
// eslint-disable-next-line no-restricted-syntax
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, text]) => text !== ''));
  const parsed = environment.safeParse(filled);
  if (!parsed.success) throw new BadConfig(wrongValue(parsed.error));
  const wrong = contradiction(parsed.data);
  if (wrong !== null) throw new BadConfig(wrong);
  const { NODE_ENV, DOCS, DEMO: _, ...rest } = parsed.data;
  const production = NODE_ENV === 'production';
  return { ...rest, production, docs: DOCS ?? !production, demo: demoOf(parsed.data) };
}
