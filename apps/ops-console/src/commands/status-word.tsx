import { useTranslation } from 'react-i18next';
import classes from './commands.module.css';

/** How it ended, in a word; the colour only repeats it. */
export function StatusWord({ status }: { readonly status: string }) {
  const { t } = useTranslation();
  const good = status === 'applied';
  return (
    <span className={classes['status']} data-good={good}>
      {t(`outcomes.${status}`, { defaultValue: status })}
    </span>
  );
}
