import type { ReactNode } from 'react';
import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InboxEntry, Value } from 'genkan';
import { FieldText } from '../field-text.tsx';
import { typedText } from '../field-words.ts';
import { useAbility } from '../hooks.ts';
import { useRefusalSentence } from '../refusal.ts';
import type { Wish } from './edits.tsx';
import notices from '../record/notice.module.css';
import classes from './trouble-notes.module.css';

type Values = Readonly<Record<string, Value>>;
type Place = Pick<Wish, 'module' | 'id'>;
type Props = {
  readonly entry: InboxEntry;
  /** Leads to the record of an edit. */
  readonly link: (place: Place, text: string) => ReactNode;
  /** Leads to the form of a new record, filled in. */
  readonly onFillAgain: ((module: string, values: Values) => void) | undefined;
};

/** The parts of a write that its writer would know again. */
function readInput(input: unknown): { module: string; id: string | null; values: Values } {
  const { module, id, set, fields } = Object(input);
  return { module: String(module ?? ''), id: typeof id === 'string' ? id : null, values: Object(set ?? fields ?? {}) };
}

/** A write that went out late and was refused: why, and its writer's own words, until he puts them away. */
export function InboxNote({ entry, link, onFillAgain }: Props) {
  const { t } = useTranslation('ui');
  const sentence = useRefusalSentence();
  const tab = useAbility().tab(readInput(entry.input).module);
  const { module, id, values } = readInput(entry.input);
  const written = (field: string, value: Value) => {
    const card = tab?.fields[field];
    return card ? <FieldText card={card} value={value} /> : typedText(value);
  };
  const again = () => {
    onFillAgain?.(module, values);
    entry.dismiss();
  };
  const isNew = entry.name === 'create-record';
  return (
    <div className={classes['note']} role="alert" data-inbox={entry.key}>
      <div>
        <strong>{isNew ? t('edits.notCreated') : t('edits.notSaved')}</strong>
        <p>{sentence(entry)}</p>
        <dl className={notices['pair']}>
          {Object.entries(values).map(([field, value]) => (
            <div key={field}>
              <dt>{tab?.fields[field]?.label ?? t('conflict.mine')}</dt>
              <dd>{written(field, value)}</dd>
            </div>
          ))}
        </dl>
        <div className={notices['choices']}>
          {id !== null && link({ module, id }, t('edits.openRecord'))}
          {isNew && tab && onFillAgain && (
            <Button size="compact-sm" variant="default" onClick={again}>
              {t('edits.editAgain')}
            </Button>
          )}
          {!isNew && (entry.status === 'conflict' || entry.status === 'unknown') && (
            <Button size="compact-sm" variant="default" onClick={() => void entry.retry()}>
              {t('edits.sendAgain')}
            </Button>
          )}
        </div>
      </div>
      <CloseButton size="sm" aria-label={t('close')} onClick={entry.dismiss} />
    </div>
  );
}
