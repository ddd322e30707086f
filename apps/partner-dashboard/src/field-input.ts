import type { FieldCard, Value } from 'genkan';

const numeric = new Set(['integer', 'decimal', 'money', 'percent']);
const inputs: Readonly<Record<string, string>> = { date: 'date', email: 'email', phone: 'tel', url: 'url' };

/** The kind of HTML input a field is edited with. */
export const inputType = ({ type }: FieldCard): string => (numeric.has(type) ? 'number' : (inputs[type] ?? 'text'));

/** What stands in a cell; nothing stands for null. */
export function shown(value: Value): string {
  if (value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What was typed, as a value of the field: emptied means null. The server judges the rest. */
export function typed(card: FieldCard, text: string): Value {
  if (text === '') return null;
  if (numeric.has(card.type)) return Number(text);
  if (card.type === 'boolean') return text === 'true';
  if (card.type === 'multi-choice') return text.split(',').map((part) => part.trim());
  return text;
}

/** The choices a field offers; null when it is typed. */
export function choicesOf(card: FieldCard): readonly string[] | null {
  if (card.type === 'boolean') return ['true', 'false'];
  return card.type === 'choice' ? (card.choices ?? []) : null;
}
