import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Row, TabCard } from 'genkan';
import { useAbility, useLiveRecords, usePresence, useRecord } from '../hooks.ts';
import { useTitleOf } from '../use-title-of.ts';
import { useEdits } from '../edits/edits.tsx';
import { GoneNotice } from './gone-notice.tsx';
import { Panel } from './panel.tsx';
import { PresenceAvatars, type Others } from './presence.tsx';
import { RecordActions } from './record-actions.tsx';
import { RecordField } from './record-field.tsx';
import classes from './record-panel.module.css';

const RecordHistory = lazy(() => import('./record-history.tsx'));

type Props = {
  readonly module: string;
  readonly tab: TabCard;
  readonly id: string;
  readonly onClose: () => void;
  /** What else can be done with the record, under its fields. */
  readonly actions?: ReactNode;
  /** A copy was made; null: its maker may not see it. Without this, copying and deleting are not offered. */
  readonly onCopied?: (id: string | null) => void;
};

/** The open record beside the list, which stays usable. Escape closes it and gives the focus back. */
export default function RecordPanel({ module, tab, id, onClose, actions, onCopied }: Props) {
  const titleOf = useTitleOf();
  const { row, pendingFields } = useRecord(module, id);
  const { phase } = useLiveRecords(module);
  const [seen, setSeen] = useState(false);
  if (row && !seen) setSeen(true);
  const [editing, setEditing] = useState<string | null>(null);
  const others = usePresence(module, id, row ? (editing === null ? {} : { editing }) : undefined);
  const close = () => {
    document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] a`)?.focus();
    onClose();
  };
  const title = row ? titleOf(tab, row) : tab.label;
  return (
    <Panel title={title} kind={tab.label} beside={<PresenceAvatars others={row ? others : []} />} onClose={close}>
      {row && <Fields {...{ module, tab, row, pendingFields, others }} onEditing={setEditing} />}
      {row && actions}
      {row && <History {...{ module, tab, row }} />}
      {row && onCopied && <RecordActions {...{ module, row, onCopied }} onDeleted={close} />}
      {!row && phase === 'loading' && <Waiting />}
      {!row && phase !== 'loading' && <GoneNotice id={id} seen={seen} />}
    </Panel>
  );
}

type FieldsProps = {
  readonly module: string;
  readonly tab: TabCard;
  readonly row: Row;
  readonly pendingFields: readonly string[];
  readonly others: Others;
  readonly onEditing: (field: string | null) => void;
};

/** The fields of this record's own layout, in its order; what is hidden is not there. */
function Fields({ module, tab, row, pendingFields, others, onEditing }: FieldsProps) {
  const ability = useAbility();
  const { troubles } = useEdits();
  return ability.fields('read', module, row.id).map((field) => {
    const card = tab.fields[field];
    return (
      card && (
        <RecordField
          key={field}
          {...{ module, id: row.id, field, card }}
          value={row[field] ?? null}
          editable={ability.can('update', module, { id: row.id, field })}
          onEditing={(now) => onEditing(now ? field : null)}
          others={others}
          pending={pendingFields.includes(field)}
          trouble={troubles.find((each) => each.module === module && each.id === row.id && each.field === field)}
        />
      )
    );
  });
}

type HistoryProps = Pick<FieldsProps, 'module' | 'tab' | 'row'>;

/** Nothing of it is loaded or asked for before it is opened. */
function History(props: HistoryProps) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  return (
    <details className={classes['history']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('history.title')}</summary>
      <Suspense>{open && <RecordHistory {...props} />}</Suspense>
    </details>
  );
}

const Waiting = () => [1, 2, 3, 4].map((line) => <Skeleton key={line} height={36} mb="md" />);
