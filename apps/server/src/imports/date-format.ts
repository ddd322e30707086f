import { z } from 'zod';

const parts: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  m: '(?<m>\\d{2})',
  n: '(?<m>\\d{1,2})',
  d: '(?<d>\\d{2})',
  j: '(?<d>\\d{1,2})',
};

/** Day, month and year with separators: `Y-m-d`, `d-m-Y`, `n/j/Y`; d and m have two digits, j and n one or two. */
export const dateFormat = z
  .string()
  .regex(/^[Ymndj][-./ ]?[Ymndj][-./ ]?[Ymndj]$/, 'Use Y, m or n, and d or j with separators, such as d-m-Y.')
  .refine((format) => format.includes('Y') && /[mn]/.test(format) && /[dj]/.test(format), {
    message: 'Name the year, the month and the day once each.',
  });

/** The day as `YYYY-MM-DD`, or null when the text is not written in this format. */
export function readDate(format: string, text: string): string | null {
  const pattern = format.replace(/[./]/g, '\\$&').replace(/[Ymndj]/g, (letter) => parts[letter] ?? '');
  const { Y, m, d } = new RegExp(`^${pattern}$`).exec(text)?.groups ?? {};
  return Y && m && d ? `${Y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : null;
}
