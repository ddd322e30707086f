import type { FieldCard } from 'genkan';
import classes from './choice-mark.module.css';

const good = new Set([
  'Won',
  'Accepted',
  'Paid',
  'Approved',
  'Delivered',
  'Closed',
  'Solved',
  'Qualified',
  '受注',
  '成約',
]);
const bad = new Set(['Lost', 'Declined', 'Cancelled', 'Overdue', 'High', '失注', '緊急']);
const neutral = ['0', '1', '2', '3'];

/** Words everybody knows have the tone everybody expects; the others theirs by place. The words carry the meaning. */
export function toneOf({ choices = [] }: FieldCard, value: string): string {
  if (good.has(value)) return 'good';
  if (bad.has(value)) return 'bad';
  return neutral[Math.max(0, choices.indexOf(value)) % neutral.length] ?? '0';
}

export function ChoiceMark({ card, value }: { readonly card: FieldCard; readonly value: string }) {
  return (
    <span className={classes['mark']} data-tone={toneOf(card, value)}>
      {value}
    </span>
  );
}
