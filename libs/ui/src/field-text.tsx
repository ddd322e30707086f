import type { FieldCard, Value } from 'genkan';
import { useTranslation } from 'react-i18next';
import { ChoiceMark } from './choice-mark.tsx';
import { wordsOf } from './field-words.ts';
import { useRecordNames } from './record-names.ts';
import { useWriting } from './writing.ts';

type Props = { readonly card: FieldCard; readonly value: Value };

/** A value as it is read. */
export function FieldText({ card, value }: Props) {
  const writing = useWriting();
  const { t } = useTranslation('ui');
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return <>{value ? t('yes') : t('no')}</>;
  if (typeof value === 'string' && card.type === 'choice') return <ChoiceMark card={card} value={value} />;
  if (typeof value === 'string' && card.type === 'lookup')
    return card.module === undefined ? <>{t('linkedRecord')}</> : <LookupText module={card.module} id={value} />;
  return <>{wordsOf(card, value, writing)}</>;
}

/** The target by its name where the member sees it; otherwise only that there is one. */
function LookupText({ module, id }: { readonly module: string; readonly id: string }) {
  const { t } = useTranslation('ui');
  const names = useRecordNames(module);
  return <>{names.get(id) ?? t('linkedRecord')}</>;
}
