import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { citations, list } from './cited-rules.ts';
import { isUntested, requirements, requirementsPage } from './requirements.ts';

const law = /^law ([1-9]|1[01])$/;

const written = (pattern: RegExp, ...files: string[]): string[] =>
  list(...files).flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''));
/** Promises are broader than one test; each of the other rules has its own. */
const promises = written(/\*\*([A-Z][A-Z0-9]*-?\d+[a-z]?)\*\*/g, 'test/spec/promises.md', requirementsPage);
const rules = written(/^- \*\*([A-Z]+\d+)\*\*/gm, 'test/SPEC.md', 'test/spec/*.md').filter(
  (rule) => !promises.includes(rule),
);
const known = new Set([...rules, ...promises]);
const cited = citations();

describe('the specification and the tests name each other', () => {
  test('[HS1] every rule of the specification is cited by a test', () => {
    const covered = new Set(cited.map(({ rule }) => rule));
    expect(rules.filter((rule) => !covered.has(rule))).toEqual([]);
  });

  test('[HS2] no test cites a rule nobody wrote', () => {
    expect(cited.filter(({ rule }) => !known.has(rule) && !law.test(rule))).toEqual([]);
  });

  test('[HS11] no two rules have one number', () => {
    const twice = rules.filter((rule, at) => rules.indexOf(rule) < at);
    expect(twice).toEqual([]);
  });

  test('[HS7] every requirement in scope is asked of the real server', () => {
    const all = requirements();
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(isUntested).map(({ rule }) => rule)).toEqual([]);
  });
});
