import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { settings, type SettingName } from '@genkan/server/configuration/settings';
import { spawnScript } from '../support/server.ts';

/** What each setting cannot be; null: any text will do. */
const wrong: Readonly<Record<SettingName, string | null>> = {
  NODE_ENV: null,
  HOST: 'not a host',
  PORT: '70000',
  DATABASE_URL: 'mysql://canary:canary@127.0.0.1/x',
  REDIS_URL: 'http://canary@127.0.0.1',
  DATA_DIR: null,
  PUBLIC_URL: 'canary.example.com',
  ALLOWED_ORIGINS: 'https://a.example.com,canary',
  SECRET_KEY: 'canary',
  LOG_LEVEL: 'loud',
  DOCS: 'perhaps',
  DEMO: 'canary',
  MIGRATE: 'down',
  ALLOW_WEAK_DURABILITY: 'maybe',
  COMMANDS_PER_SECOND: '0',
  SIGN_INS_PER_ACCOUNT: '1.5',
  SIGN_INS_PER_ADDRESS: '-1',
  REPLICATED_RECORDS: '1e9',
  STALLED_SECONDS: 'many',
};
const secret = 'a secret for tests, long enough to be one';
const wrongTogether: readonly Readonly<Record<string, string>>[] = [
  { DATABASE_URL: 'postgres://canary@127.0.0.1/x' },
  { DATABASE_URL: 'postgres://canary@127.0.0.1/x', SECRET_KEY: secret, DEMO: 'true' },
  { DEMO: 'true', NODE_ENV: 'production' },
  { DEMO: 'live', HOST: '0.0.0.0' },
];

type End = { readonly name: string; readonly code: number | null; readonly said: string };

async function endOf(env: Readonly<Record<string, string>>): Promise<End> {
  const child = spawnScript('main.ts', env);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(child, 'close');
  return { name: Object.keys(env).join(), code, said };
}

/** A few at a time: each is a process. */
async function endsOf(envs: readonly Readonly<Record<string, string>>[]): Promise<End[]> {
  const ends: End[] = [];
  for (let at = 0; at < envs.length; at += 4) ends.push(...(await Promise.all(envs.slice(at, at + 4).map(endOf))));
  return ends;
}

describe('the configuration of a process', () => {
  test('[SV1] a wrong value of any setting is one sentence that says what it must be, not what it was, and exit code 78', async () => {
    const tried = Object.entries(wrong).flatMap(([name, value]) => (value === null ? [] : [{ [name]: value }]));
    const ends = await endsOf(tried);
    const expected = tried.map((env) => {
      const name = Object.keys(env)[0] as SettingName;
      return { name, code: 78, said: `${name} must ${settings[name].must}.\n` };
    });
    expect(ends).toEqual(expected);
    for (const { said } of ends) expect(said).not.toContain('canary');
  }, 60_000);

  test('[SV1] settings that do not fit together are one sentence too', async () => {
    for (const { code, said } of await endsOf(wrongTogether)) {
      expect(code).toBe(78);
      expect(said).toMatch(/^[A-Z_]+ [^\n]+\.\n$/);
      expect(said).not.toContain('canary');
    }
  }, 60_000);
});
