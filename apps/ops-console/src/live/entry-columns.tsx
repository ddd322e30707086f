import type { TFunction } from 'i18next';
import type { TableColumn } from '@genkan/ui/table/columns.ts';
import { StatusWord } from '../commands/status-word.tsx';
import type { Entry } from './use-log.ts';
import classes from './live.module.css';

/** What happened to what, without a value: `Deals 1c4e… Stage, Amount`. */
export function changeText(change: Entry['changes'][number]): string {
  if (change.kind === 'member') return `member ${change.id.slice(0, 8)}`;
  if (change.kind === 'setting') return `${change.part} ${change.id}`;
  const { module, id, op, fields } = change;
  return [module, id.slice(0, 8), op === 'patch' ? fields.join(', ') : op].join(' ');
}

export function entryColumns(
  t: TFunction,
  language: string,
  nameOf: (id: string | null) => string,
): readonly TableColumn<Entry>[] {
  const time = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  return [
    { id: 'sequence', label: t('live.sequence'), width: 4.5, cell: ({ sequence }) => String(sequence) },
    { id: 'at', label: t('live.time'), width: 8.5, cell: ({ at }) => time.format(new Date(at)) },
    { id: 'member', label: t('live.who'), width: 12, cell: ({ member }) => nameOf(member) },
    {
      id: 'command',
      label: t('live.command'),
      width: 11,
      cell: ({ command }) => <span className={classes['code']}>{command}</span>,
    },
    { id: 'outcome', label: t('live.outcome'), width: 7.5, cell: ({ outcome }) => <StatusWord status={outcome} /> },
    {
      id: 'changes',
      label: t('live.changes'),
      width: 24,
      cell: ({ changes }) => changes.slice(0, 5).map(changeText).join(' · ') + (changes.length > 5 ? ' …' : ''),
    },
  ];
}
