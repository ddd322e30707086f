import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { apiFile, apiText } from './house/print-api.ts';

test('[SD34] what the SDK exports is what its report says: run `npm run api`, and read the difference', async () => {
  expect(readFileSync(apiFile, 'utf8')).toBe(await apiText());
}, 30_000);

test('[SD34] the package is one that runtimes, bundlers and type checkers take', () => {
  execFileSync('node', ['node_modules/typescript7/bin/tsc', '-b', 'sdk/src/cli']);
  const check = (name: string, ...options: string[]): string =>
    execFileSync(`node_modules/.bin/${name}`, options, { encoding: 'utf8' });
  expect(check('publint', 'sdk', '--strict')).toContain('All good!');
  expect(check('attw', '--pack', 'sdk', '--profile', 'esm-only')).toContain('genkan/react'); // fails where a type is not found
}, 60_000);
