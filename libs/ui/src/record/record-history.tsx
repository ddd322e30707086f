import { useEffect, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { query } from 'genkan/staff';
import { useTranslation } from 'react-i18next';
import type { FieldCard, Row, TabCard, Value } from 'genkan';
import { FieldText } from '../field-text.tsx';
import { useClient } from '../hooks.ts';
import { useWriting, writeDate } from '../writing.ts';
import classes from './record-history.module.css';

type Change = { readonly before?: Value; readonly after: Value };
/** As the read `field-history` answers. */
type Step = {
  readonly at: string;
  readonly op: 'put' | 'patch' | 'remove';
  readonly fields: Readonly<Record<string, Change>>;
  readonly by: { readonly name: string } | null;
};
type Page = { readonly steps: readonly Step[]; readonly next: string | null };
type Props = { readonly module: string; readonly tab: TabCard; readonly row: Row };

/** What was done to a record, as far as the reader saw it; read anew when the record changes before his eyes. */
export default function RecordHistory({ module, tab, row }: Props) {
  const { t } = useTranslation('ui');
  const { page, refused, more } = useHistory(module, row);
  if (refused !== null) return <p role="alert">{t(`refusals.${refused}`)}</p>;
  return (
    <>
      <ol className={classes['steps']} aria-busy={page === null}>
        {page?.steps.map((step, n) => (
          <HistoryStep key={`${step.at} ${n}`} tab={tab} step={step} />
        ))}
      </ol>
      {page?.steps.length === 0 && <p>{t('history.nothing')}</p>}
      {more && (
        <Button size="compact-xs" variant="default" onClick={more}>
          {t('history.more')}
        </Button>
      )}
    </>
  );
}

/** Pages are laid under each other; an answer to an older question is let go. */
function useHistory(module: string, row: Row) {
  const client = useClient();
  const [page, setPage] = useState<Page | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const asked = useRef(0);
  const ask = async (held: Page | null): Promise<void> => {
    const mine = ++asked.current;
    const cursor = held?.next ? { cursor: held.next } : {};
    try {
      const answer: Page = {
        steps: [],
        next: null,
        ...Object(await query(client, 'field-history', { module, id: row.id, ...cursor })),
      };
      if (mine === asked.current) setPage({ ...answer, steps: [...(held?.steps ?? []), ...answer.steps] });
    } catch (error) {
      if (mine === asked.current) setRefused(String(Object(error).code ?? 'internal'));
    }
  };
  useEffect(() => {
    void ask(null);
  }, [client, module, row]);
  return { page, refused, more: page?.next ? () => void ask(page) : null };
}

function HistoryStep({ tab, step: { at, op, fields, by } }: { readonly tab: TabCard; readonly step: Step }) {
  const { t } = useTranslation('ui');
  const writing = useWriting();
  const shown = Object.entries(fields).filter(([, { after, before }]) => after !== null || before !== undefined);
  return (
    <li>
      <p className={classes['when']}>
        <time dateTime={at}>{writeDate('datetime', at, writing)}</time>
        {by && <span>{by.name}</span>}
        {op === 'put' && <span>{t('history.put')}</span>}
        {op === 'remove' && <span>{t('history.remove')}</span>}
      </p>
      <dl>
        {shown.map(([field, change]) => {
          const card = tab.fields[field];
          return card && <FieldChange key={field} card={card} change={change} />;
        })}
      </dl>
    </li>
  );
}

function FieldChange({ card, change }: { readonly card: FieldCard; readonly change: Change }) {
  const { t } = useTranslation('ui');
  const written = (value: Value) =>
    value === null || value === '' ? t('record.nothing') : <FieldText card={card} value={value} />;
  return (
    <div>
      <dt>{card.label}</dt>
      <dd>
        {change.before !== undefined && <del>{written(change.before)}</del>} <ins>{written(change.after)}</ins>
      </dd>
    </div>
  );
}
