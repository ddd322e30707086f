import { describe, expect, test } from '@jest/globals';
import { BadConfig, readConfig } from './config.ts';
import { settings } from './settings.ts';

describe('configuration', () => {
  test('[SV1] an empty environment gives a server on loopback with the embedded database', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4400,
      DATA_DIR: './data',
      docs: true,
      production: false,
    });
  });

  test.each([
    [{ PORT: 'many' }, /^PORT/],
    [{ DATABASE_URL: 'mysql://db/x' }, /^DATABASE_URL/],
    [{ SECRET_KEY: 'short' }, /^SECRET_KEY/],
    [{ ALLOWED_ORIGINS: 'https://a.example.com,nonsense' }, /^ALLOWED_ORIGINS/],
    [{ DATABASE_URL: 'postgres://localhost/x' }, /SECRET_KEY is needed/],
    [{ DEMO: '1', HOST: '0.0.0.0' }, /HOST must be/],
    [{ DEMO: 'live', PUBLIC_URL: 'https://portal.example.com' }, /PUBLIC_URL on this machine/],
    [{ DEMO: '1', NODE_ENV: 'production' }, /never with NODE_ENV/],
  ])('[SV1] %j is refused with one sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(BadConfig);
    expect(() => readConfig(env)).toThrow(sentence);
  });

  test('[SV1] a setting left empty is one left out, and every default can be used', () => {
    const empty = Object.fromEntries(Object.keys(settings).map((name) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  test('[SV6] [DE5] a demo is founded by itself only where nobody else could reach it', () => {
    expect(readConfig({}).demo).toBe('still');
    expect(readConfig({ DEMO: 'live' }).demo).toBe('live');
    for (const env of [
      { DEMO: '0' },
      { HOST: '0.0.0.0' },
      { NODE_ENV: 'production' },
      { PUBLIC_URL: 'https://a.example.com' },
    ])
      expect(readConfig(env).demo).toBe('off');
  });

  test('[SV2] documents are off in production unless asked for', () => {
    expect(readConfig({ NODE_ENV: 'production' }).docs).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', DOCS: 'true' }).docs).toBe(true);
  });

  test('[SEC-11] origins are kept in canonical form', () => {
    expect(
      readConfig({ ALLOWED_ORIGINS: 'https://A.example.com:443/, http://b.example.com:8080' }).ALLOWED_ORIGINS,
    ).toEqual(['https://a.example.com', 'http://b.example.com:8080']);
  });
});
