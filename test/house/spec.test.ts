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

/** Requirements in scope that no test asks of the real server yet. Only ever shorter. */
const open: readonly string[] = ['S0-70', 'S0-71'];

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

  test('[HS7] every requirement in scope is asked of the real server, but for those known to be open', () => {
    const untested = requirements().filter(isUntested);
    expect(untested.map(({ rule }) => rule).filter((rule) => !open.includes(rule))).toEqual([]);
  });
});
