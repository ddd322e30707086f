import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A rule in brackets at the head of a test's name. Promises and requirements are rules too: `spec/promises.md`. */
const cited = /\[([A-Z][A-Za-z0-9]*-?\d*[a-z]?(?:, ?[A-Z][A-Za-z0-9]*-?\d*[a-z]?)*|law \d+)\]/g;
const law = /^law ([1-9]|1[01])$/;

const list = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

const written = (pattern: RegExp, ...files: string[]): string[] =>
  list(...files).flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''));
/** Promises are broader than one test; each of the other rules has its own. */
const promises = written(/\*\*([A-Z][A-Z0-9]*-?\d+[a-z]?)\*\*/g, 'test/spec/promises.md');
const rules = written(/^- \*\*([A-Z]+\d+)\*\*/gm, 'test/SPEC.md', 'test/spec/*.md').filter(
  (rule) => !promises.includes(rule),
);
const known = new Set([...rules, ...promises]);
const names = list('*.test.ts', '*.test.tsx', '*.contract.ts').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\b(?:test|it|describe)(?:\.each\([^]*?\))?\(\s*[`'"]([^]*?)[`'"],/g)].map(
    (match) => ({ file, name: match[1] ?? '' }),
  ),
);
const citations = names.flatMap(({ file, name }) =>
  [...name.matchAll(cited)].flatMap((match) => (match[1] ?? '').split(/, ?/).map((rule) => ({ file, rule }))),
);

describe('the specification and the tests name each other', () => {
  test('[HS1] every rule of the specification is cited by a test', () => {
    const covered = new Set(citations.map((c) => c.rule));
    expect(rules.filter((rule) => !covered.has(rule))).toEqual([]);
  });

  test('[HS2] no test cites a rule nobody wrote', () => {
    expect(citations.filter(({ rule }) => !known.has(rule) && !law.test(rule))).toEqual([]);
  });
});
