import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldCard, Value } from 'genkan';
import { FieldText } from '../field-text.tsx';
import { useEdits, type Trouble } from '../edits/edits.tsx';
import classes from './notice.module.css';

type Props = { readonly card: FieldCard; readonly trouble: Trouble; readonly theirs: Value };

/** Two people changed the same field: both values, and one decides. Theirs is what stands there now, alive. */
export function ConflictBar({ card, trouble, theirs }: Props) {
  const { t } = useTranslation('ui');
  const { insist, dismiss } = useEdits();
  const written = (value: Value) => (value === null ? t('record.nothing') : <FieldText card={card} value={value} />);
  return (
    <div className={classes['notice']} role="alert" data-kind="conflict">
      <p className={classes['sentence']}>{t('conflict.title')}</p>
      <dl className={classes['pair']}>
        <dt>{t('conflict.mine')}</dt>
        <dd>{written(trouble.mine)}</dd>
        <dt>{t('conflict.theirs')}</dt>
        <dd>{written(theirs)}</dd>
      </dl>
      <div className={classes['choices']}>
        <Button size="compact-sm" onClick={() => void insist(trouble)}>
          {t('conflict.keepMine')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => dismiss(trouble)}>
          {t('conflict.takeTheirs')}
        </Button>
      </div>
    </div>
  );
}
