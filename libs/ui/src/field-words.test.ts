import { describe, expect, test } from '@jest/globals';
import { typedText, valueOfText, wordsOf } from './field-words.ts';
import { initialsOf } from './initials.ts';
import { writingOf } from './writing.ts';

const card = (type: string) => ({ label: type, type, required: false });
const japanese = { locale: 'ja', currency: 'JPY' };
const british = { locale: 'en-GB', currency: 'GBP' };

describe('values in words', () => {
  test('[PG16] money in the portal’s currency, numbers and days by the reader’s language', () => {
    expect(wordsOf(card('money'), 1_234_567, japanese)).toBe('￥1,234,567');
    expect(wordsOf(card('money'), 1_234.5, british)).toBe('£1,234.50');
    expect(wordsOf(card('percent'), 12.5, british)).toBe('12.5%');
    expect(wordsOf(card('date'), '2027-01-09', japanese)).toBe('2027/01/09');
    expect(wordsOf(card('date'), '2027-01-09', british)).toBe('9 Jan 2027');
    expect(wordsOf(card('multi-choice'), ['a', 'b'], japanese)).toBe('a、b');
    expect([wordsOf(card('text'), null, british), wordsOf(card('lookup'), 'an id', british)]).toEqual(['', '']);
  });

  test('[PG16] the portal’s region refines a language, and never replaces it', () => {
    expect(writingOf('en', { locale: 'en-GB', currency: 'GBP' })).toEqual(british);
    expect(writingOf('ja', { locale: 'en-GB', currency: 'GBP' })).toEqual({ locale: 'ja', currency: 'GBP' });
  });

  test('[PG17] what is typed is taken as it is meant: full width, separators, nothing for empty', () => {
    expect(valueOfText(card('money'), '１２，３４５')).toBe(12_345);
    expect(valueOfText(card('money'), '¥12,345.50')).toBe(12_345.5);
    expect(valueOfText(card('integer'), 'twelve')).toBeUndefined();
    expect(valueOfText(card('text'), '')).toBeNull();
    expect(valueOfText(card('email'), ' ａｎｎ@example.com ')).toBe('ann@example.com');
    expect(valueOfText(card('long-text'), ' kept as it is ')).toBe(' kept as it is ');
    expect(typedText(0.1)).toBe('0.1');
  });

  test('[PG18] a person is two letters in Latin and one character otherwise', () => {
    expect(['Ada Silva', '山口 朝陽', 'maria', ''].map(initialsOf)).toEqual(['AS', '山', 'M', '']);
  });
});
