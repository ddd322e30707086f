import { useTranslation } from 'react-i18next';
import { useEdits } from '../edits/edits.tsx';
import { typedText } from '../field-words.ts';
import classes from './notice.module.css';

/** The open record left: nothing of it is kept but what the reader himself wrote and could not save. */
export function GoneNotice({ id, seen }: { readonly id: string; readonly seen: boolean }) {
  const { t } = useTranslation('ui');
  const { troubles } = useEdits();
  const own = troubles.filter((trouble) => trouble.id === id && trouble.why.kind !== 'lost');
  return (
    <div role="alert" className={classes['gone']}>
      <p className={classes['sentence']}>{seen ? t('gone.left') : t('gone.never')}</p>
      <p>{seen ? t('gone.leftHint') : t('gone.neverHint')}</p>
      {own.length > 0 && (
        <dl className={classes['pair']}>
          {own.map(({ field, mine }) => (
            <div key={field}>
              <dt>{t('gone.yours')}</dt>
              <dd>{typedText(mine)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
