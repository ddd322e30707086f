import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Ids of rules: those of test/SPEC.md and its pages, and those of the design documents that tests may cite. */
const cited = /\[([A-Z][A-Za-z0-9]*-?\d*[a-z]?(?:, ?[A-Z][A-Za-z0-9]*-?\d*[a-z]?)*|law \d+)\]/g;
const design = /^(S[0-4]-\d+|X-\d+b?|R-\d|G-\d+|SEC-\d+|P\d+|I\d+|LK\d|W-\d|law \d+|DECISIONS)$/;

const list = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

const rules = new Set(
  list('test/SPEC.md', 'test/spec/*.md').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map((match) => match[1] ?? ''),
  ),
);
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
    expect([...rules].filter((rule) => !covered.has(rule))).toEqual([]);
  });

  test('[HS2] no test cites a rule nobody wrote', () => {
    expect(citations.filter(({ rule }) => !rules.has(rule) && !design.test(rule))).toEqual([]);
  });
});
