import { useEffect, useId, useRef, useState } from 'react';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldCard, Value } from 'genkan';
import { FieldInput } from '../field-input.tsx';
import { FieldText } from '../field-text.tsx';
import { isNumeric } from '../writing.ts';
import { typedText } from '../field-words.ts';
import { useEdits, type Trouble, type Wish } from '../edits/edits.tsx';
import { EditingNote, type Others } from './presence.tsx';
import { ConflictBar } from './conflict-bar.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import classes from './record-field.module.css';

type Props = {
  readonly module: string;
  readonly id: string;
  readonly field: string;
  readonly card: FieldCard;
  readonly value: Value;
  readonly editable: boolean;
  readonly pending: boolean;
  readonly trouble: Trouble | undefined;
  readonly others: Others;
  readonly onEditing: (editing: boolean) => void;
};

/** A field of the open record: what it is called, its value or its input, and what became of one's own edit. */
export function RecordField({ module, id, field, card, value, editable, pending, trouble, others, onEditing }: Props) {
  const { t } = useTranslation('ui');
  const place = useId();
  const edits = useEdits();
  const [typing, setTyping] = useState<string | null>(null);
  useKeptText({ module, id, field }, typing, value, edits.lose);
  const [draft, setDraft] = useState<Value | undefined>(undefined);
  const type = (text: string | null) => {
    setTyping(text);
    onEditing(text !== null);
  };
  const open = editable || typing !== null; // who is typing when the right goes is told why when he saves
  const save = (mine: Value, base: Value) => {
    setDraft(undefined);
    void edits.save({ module, id, field, mine }, base, value);
  };
  return (
    <div className={classes['field']} data-field={field} data-editable={editable} data-numeric={isNumeric(card.type)}>
      <div className={classes['label']}>
        {open ? <label htmlFor={place}>{card.label}</label> : <span id={place}>{card.label}</span>}
        {!open && <Lock size={11} role="img" aria-label={t('record.readOnly')} />}
        <EditingNote others={others} field={field} />
        <span className={classes['saving']} role="status">
          {pending ? t('record.saving') : ''}
        </span>
      </div>
      {open ? (
        <FieldInput id={place} card={card} value={value} onSave={save} onTyping={type} draft={draft} />
      ) : (
        <p className={classes['text']} aria-labelledby={place}>
          {value === null || value === '' ? '–' : <FieldText card={card} value={value} />}
        </p>
      )}
      {trouble?.why.kind === 'conflict' && <ConflictBar card={card} trouble={trouble} theirs={value} />}
      {trouble?.why.kind === 'refused' && (
        <RefusedNotice
          card={card}
          trouble={trouble}
          refused={trouble.why.refused}
          onAgain={editable ? setDraft : undefined}
        />
      )}
    </div>
  );
}

/** A field that goes away under somebody's hands (hidden or withdrawn) leaves him what he had typed. */
function useKeptText(of: Omit<Wish, 'mine'>, typing: string | null, value: Value, lose: (wish: Wish) => void): void {
  const last = useRef<() => void>(() => {});
  useEffect(() => {
    last.current = () => typing !== null && typing !== typedText(value) && lose({ ...of, mine: typing });
  });
  useEffect(() => () => last.current(), []);
}
