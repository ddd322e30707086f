import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rejections } from '@genkan/domain/rejected';
import { issueInJapanese } from '@genkan/ui/refusal.ts';

/** What speaks, and the name its texts stand under. */
const packages = ['libs/ui', 'apps/partner-dashboard', 'apps/ops-console'];
const languages = ['en', 'ja'];

const leaves = (texts: object, path = ''): string[] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [`${path}${key}`] : leaves(Object(text), `${path}${key}.`),
  );
const read = (folder: string, language: string): object =>
  JSON.parse(readFileSync(`${folder}/src/locales/${language}.json`, 'utf8'));
/** A key without the ending by which i18next tells one from many. */
const stem = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keys = (folder: string, language: string) => [...new Set(leaves(read(folder, language)).map(stem))].sort();

/** Keys as the sources name them; a key with a variable part stands for all that begin and end like it. */
function named(folder: string): RegExp[] {
  const files = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', `${folder}/src/**.ts`, `${folder}/src/**.tsx`],
    {
      encoding: 'utf8',
    },
  );
  const sources = files.split('\n').filter((file) => file !== '' && !/\.test\.tsx?$/.test(file));
  return sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*(['`])([^'`]+)\1/g)].map(([, , key = '']) => {
      const literal = key.replace(/[.*+?^()|[\]\\]/g, '\\$&').replace(/\$\{[^}]*\}/g, '[^.]+');
      return new RegExp(`^${literal}$`);
    }),
  );
}

describe.each(packages)('the texts of %s', (folder) => {
  const used = named(folder);

  test('[PG9] every language has the same keys, and the same blanks in each', () => {
    for (const language of languages) expect(keys(folder, language)).toEqual(keys(folder, 'en'));
    const blanks = (text: unknown) => [...new Set(String(text).match(/\{\{\w+\}\}/g) ?? [])].sort();
    const at = (texts: object, key: string): unknown =>
      key.split('.').reduce<unknown>((part, name) => Reflect.get(Object(part), name), texts);
    const many = leaves(read(folder, 'ja'));
    for (const key of many)
      expect([key, blanks(at(read(folder, 'ja'), key))]).toEqual([key, blanks(at(read(folder, 'en'), key))]);
  });

  test('[PG9] no key is missing', () => {
    const all = keys(folder, 'en');
    expect(used.filter((pattern) => !all.some((key) => pattern.test(key)))).toEqual([]);
  });

  test('[PG9] no key is unused', () => {
    expect(keys(folder, 'en').filter((key) => !used.some((pattern) => pattern.test(key)))).toEqual([]);
  });
});

describe('refusals', () => {
  test('[PG9] every reason for a refusal has a sentence in every language', () => {
    for (const language of languages) {
      const told = keys('libs/ui', language).filter((key) => key.startsWith('refusals.'));
      for (const code of Object.keys(rejections)) expect(told).toContain(`refusals.${code}`);
    }
  });

  test('[PG9] what can be wrong with a value is said in Japanese too', () => {
    const source = readFileSync('libs/domain/src/field-values.ts', 'utf8');
    const sentences = [...source.matchAll(/wrong\((['`])(.+?)\1\)/g)].map(([, , text = '']) =>
      text.replace(/\$\{.*?\}/, '80'),
    );
    expect(sentences.length).toBeGreaterThan(15);
    for (const sentence of sentences)
      expect([sentence, /[ぁ-ん]/.test(issueInJapanese(sentence))]).toEqual([sentence, true]);
    expect(issueInJapanese('Use at most 80 characters.')).toBe('80文字以内で入力してください。');
  });
});
