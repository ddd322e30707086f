import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A rule in brackets at the head of a test's name. Promises and requirements are rules too. */
const cited = /\[([A-Z][A-Za-z0-9]*-?\d*[a-z]?(?:, ?[A-Z][A-Za-z0-9]*-?\d*[a-z]?)*|law \d+)\]/g;
const named = /\b(?:test|it|describe)(?:\.each\([^]*?\))?\(\s*[`'"]([^]*?)[`'"],/g;

export const list = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

export type Citation = { readonly file: string; readonly name: string; readonly rule: string };

/** Every rule that the name of a test or of a group of tests cites. One that is skipped is none. */
export const citations = (): Citation[] =>
  list('*.test.ts', '*.test.tsx', '*.contract.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(named)].flatMap(([, name = '']) =>
      [...name.matchAll(cited)].flatMap(([, rules = '']) => rules.split(/, ?/).map((rule) => ({ file, name, rule }))),
    ),
  );
