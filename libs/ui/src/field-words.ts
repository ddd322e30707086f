import type { FieldCard, Value } from 'genkan';
import { isNumeric, writeDate, writeNumber, type Writing } from './writing.ts';

/** A value in words, for a cell, a sum or a search; a lookup needs the name of its target and stays empty here. */
export function wordsOf({ type }: FieldCard, value: Value, writing: Writing): string {
  if (value === null || type === 'lookup') return '';
  if (typeof value === 'number') return writeNumber(type, value, writing);
  if (typeof value === 'boolean') return '';
  if (typeof value !== 'string') return value.join(writing.locale.startsWith('ja') ? '、' : ', ');
  return type === 'date' || type === 'datetime' ? writeDate(type, value, writing) : value;
}

/** What stands in an input: the bare value, so that nothing is rounded by editing. */
export function typedText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** Full-width digits and letters of a Japanese keyboard are taken like others; separators of thousands are let go. */
const plain = (text: string): string => text.normalize('NFKC').trim();
const asNumber = (text: string): number => Number(plain(text).replace(/[,\s¥$€£%]/g, ''));

/** What was typed, as a value of the field: emptied means null. Undefined: not of its form. The server judges the rest. */
export function valueOfText({ type }: FieldCard, text: string): Value | undefined {
  if (text.trim() === '') return null;
  if (isNumeric(type)) {
    const number = asNumber(text);
    return Number.isFinite(number) ? number : undefined;
  }
  if (type === 'datetime') {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
  }
  if (type === 'email' || type === 'phone' || type === 'url') return plain(text);
  return text;
}

export const sameValue = (one: Value, other: Value): boolean => JSON.stringify(one) === JSON.stringify(other);
