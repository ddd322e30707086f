import { useId } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldCard, TabCard, Value } from 'genkan';
import { FieldInput } from '../field-input.tsx';
import { useRefusalSentence } from '../refusal.ts';
import { Panel } from './panel.tsx';
import { useCreation, type Values } from './use-creation.ts';
import classes from './record-field.module.css';
import notices from './notice.module.css';

type Props = {
  readonly module: string;
  readonly tab: TabCard;
  /** What is filled in already: of an attempt that was refused. */
  readonly start: Values;
  readonly onClose: () => void;
  readonly onShown: () => void;
  readonly onMade: (id: string | null) => void;
};

/** A new record: the fields this member may set, the mandatory ones marked, links chosen by name among what he sees. */
export default function CreatePanel({ onClose, ...asked }: Props) {
  const { t } = useTranslation('ui');
  const { module, tab } = asked;
  const creation = useCreation(asked);
  return (
    <Panel title={t('create.title', { label: tab.label })} kind={tab.label} onClose={onClose}>
      <form
        noValidate
        data-creates={module}
        onSubmit={(event) => {
          event.preventDefault();
          creation.submit();
        }}
      >
        <p className={classes['hint']}>{t('create.hint')}</p>
        {creation.fields.map((field) => {
          const card = tab.fields[field];
          return (
            card && (
              <NewField
                key={field}
                {...{ field, card }}
                value={creation.values[field] ?? null}
                empty={creation.empty.includes(field)}
                onSet={(value) => creation.set(field, value)}
                onTyping={(text) => creation.typing(field, text)}
              />
            )
          );
        })}
        {creation.refused && <Refusal refused={creation.refused} />}
        <Button type="submit" size="sm" mt="sm" loading={creation.busy}>
          {t('create.send')}
        </Button>
      </form>
    </Panel>
  );
}

function Refusal({ refused }: { readonly refused: Parameters<ReturnType<typeof useRefusalSentence>>[0] }) {
  const sentence = useRefusalSentence();
  return (
    <div className={notices['notice']} role="alert" data-kind="refused">
      <p className={notices['sentence']}>{sentence(refused)}</p>
    </div>
  );
}

type FieldProps = {
  readonly field: string;
  readonly card: FieldCard;
  readonly value: Value;
  readonly empty: boolean;
  readonly onSet: (value: Value) => void;
  readonly onTyping: (text: string | null) => void;
};

function NewField({ field, card, value, empty, onSet, onTyping }: FieldProps) {
  const { t } = useTranslation('ui');
  const place = useId();
  return (
    <div className={classes['field']} data-field={field}>
      <div className={classes['label']}>
        <label htmlFor={place}>
          {card.label}
          {card.required && <span className={classes['mandatory']}> *</span>}
        </label>
      </div>
      <FieldInput id={place} card={card} value={value} onSave={onSet} onTyping={onTyping} />
      {empty && (
        <p className={classes['wrong']} role="alert">
          {t('create.mandatory')}
        </p>
      )}
    </div>
  );
}
