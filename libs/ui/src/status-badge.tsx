import { useTranslation } from 'react-i18next';
import { useStatus } from './hooks.ts';
import classes from './status-badge.module.css';

/** Whether what is shown is how it is, and how many edits have no answer yet. */
export function StatusBadge() {
  const { t } = useTranslation('ui');
  const { state, pendingWrites } = useStatus();
  return (
    <span className={classes['badge']} role="status" data-state={state}>
      <span className={classes['word']}>{t(`status.${state}`)}</span>
      {pendingWrites > 0 && <span className={classes['waiting']}>{t('waiting', { count: pendingWrites })}</span>}
    </span>
  );
}
