import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { rejections } from '@genkan/domain/rejected';
import { printedDocs } from './printed-docs.ts';

const page = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('the pages that are printed from the code', () => {
  test('[HS5] settings, measurements, names of the program log and refusals stand in docs/ as they are', async () => {
    for (const [name, text] of await printedDocs()) expect([name, page(name)]).toEqual([name, text]); // else: npm run docs
  });

  test('[HS5] every refusal is a sentence that ends, and tells no value', () => {
    for (const { message } of Object.values(rejections)) {
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(message).not.toMatch(/[<>{}$]/);
    }
  });
});
