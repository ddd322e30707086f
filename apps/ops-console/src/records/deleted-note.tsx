import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CommandButton } from '../commands/command-button.tsx';
import classes from './records.module.css';

type Props = { readonly module: string; readonly id: string; readonly onDone: () => void };

/** What was just deleted can be brought back from where one stands. */
export function DeletedNote({ module, id, onDone }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes['note']} role="status">
      <span>{t('records.deleted')}</span>
      <CommandButton
        name="restore-record"
        input={{ module, id }}
        label={t('records.restore')}
        onDone={({ status }) => status === 'applied' && onDone()}
      />
      <CloseButton size="sm" aria-label={t('records.dismiss')} onClick={onDone} />
    </div>
  );
}
