import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';

/** What was asked cannot be done as it was asked: the sentence says what to do. Ends with exit code 2. */
export class Misused extends Error {}

const options = {
  url: { type: 'string' },
  portal: { type: 'string' },
  email: { type: 'string' },
  'user-type': { type: 'string' },
  out: { type: 'string' },
  check: { type: 'boolean' },
  watch: { type: 'boolean' },
  module: { type: 'string', multiple: true },
  key: { type: 'string' },
  origin: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Flags = {
  readonly [F in keyof typeof options]?: (typeof options)[F] extends { multiple: true }
    ? string[]
    : (typeof options)[F]['type'] extends 'boolean'
      ? boolean
      : string;
};
/** What stood on the command line, and in the environment where the line says nothing. */
export type Given = { readonly command: string; readonly words: readonly string[]; readonly flags: Flags };

export function readGiven(line: readonly string[]): Given {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { values, positionals } = parse(line);
  const [command = 'help', ...words] = positionals;
  return { command, words, flags: values };
}

function parse(line: readonly string[]) {
  try {
    return parseArgs({ args: [...line], options, allowPositionals: true });
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}

// eslint-disable-next-line no-restricted-syntax -- a command line has an environment of its own, read here alone
const environment = (): NodeJS.ProcessEnv => process.env;
const fromEnvironment = { url: 'GENKAN_URL', portal: 'GENKAN_PORTAL', email: 'GENKAN_EMAIL' } as const;

/** A setting by its flag or its variable. */
export function need({ flags }: Given, name: keyof typeof fromEnvironment): string {
  const value = flags[name] ?? environment()[fromEnvironment[name]];
  if (!value) throw new Misused(`Say --${name}, or set ${fromEnvironment[name]}.`);
  return value;
}

/** Null: sign in with a password. */
export const givenToken = (): string | null => environment()['GENKAN_TOKEN'] || null;

/** Never from the command line, which others can read: from the environment, or typed unseen. */
export async function password(email: string): Promise<string> {
  const given = environment()['GENKAN_PASSWORD'];
  if (given) return given;
  if (!process.stdin.isTTY) throw new Misused('Set GENKAN_PASSWORD, or GENKAN_TOKEN to an access token.');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: true });
  process.stderr.write(`Password of ${email}: `);
  const typed = await lines.question('');
  lines.close();
  process.stderr.write('\n');
  return typed;
}
