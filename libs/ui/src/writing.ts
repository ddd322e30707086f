import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAbility } from './hooks.ts';

/** How values are written for this reader: the language of the page, the portal's money. */
export type Writing = { readonly locale: string; readonly currency: string };

/** The portal's region refines the page's language (en-GB over en) where both are the same language. */
export function writingOf(language: string, portal: { locale: string; currency: string } | undefined): Writing {
  const same = portal?.locale.slice(0, 2) === language;
  return { locale: same ? portal.locale : language, currency: portal?.currency ?? 'USD' };
}

export function useWriting(): Writing {
  const { i18n } = useTranslation();
  const portal = useAbility().card?.portal;
  return useMemo(() => writingOf(i18n.language, portal), [i18n.language, portal]);
}

const numbers = new Map<string, Intl.NumberFormat>();
/** Making a formatter costs more than a hundred uses of it. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  const made = numbers.get(key) ?? new Intl.NumberFormat(locale, options);
  numbers.set(key, made);
  return made;
}

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const made = dates.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dates.set(key, made);
  return made;
}

const numeric = new Set(['integer', 'decimal', 'money', 'percent']);
export const isNumeric = (type: string): boolean => numeric.has(type);
/** What adds up: a sum of percentages says nothing. */
export const isSummed = (type: string): boolean => type === 'money' || type === 'integer' || type === 'decimal';

export function writeNumber(type: string, value: number, { locale, currency }: Writing): string {
  if (type === 'money') return numberFormat(locale, moneyOptions(currency)).format(value);
  if (type === 'percent') return numberFormat(locale, { style: 'unit', unit: 'percent' }).format(value);
  return numberFormat(locale, { maximumFractionDigits: 15 }).format(value);
}

const moneyOptions = (currency: string): Intl.NumberFormatOptions => ({
  style: 'currency',
  currency,
  currencyDisplay: 'narrowSymbol',
});

/** A day has no zone; a moment is told in the reader's own. */
export function writeDate(type: 'date' | 'datetime', value: string, { locale }: Writing): string {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return value;
  return type === 'date'
    ? dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(moment)
    : dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
}
