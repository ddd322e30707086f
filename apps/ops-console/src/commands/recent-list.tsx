import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRecent } from './recent.ts';
import { StatusWord } from './status-word.tsx';
import classes from './commands.module.css';

/** What was sent from this tab, the newest first; each leads to its form as it was filled in. */
export function Recent() {
  const { t, i18n } = useTranslation();
  const recent = useRecent();
  if (recent.length === 0) return null;
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' });
  return (
    <section className={classes['recent']}>
      <h2 className={classes['heading']}>{t('commands.recent')}</h2>
      <ul>
        {recent.map(({ key, name, input, at, status }) => (
          <li key={key}>
            <span className={classes['time']}>{time.format(at)}</span>
            <Link to="/commands/$name" params={{ name }} search={{ with: Object(input) }}>
              {name}
            </Link>
            <StatusWord status={status} />
          </li>
        ))}
      </ul>
    </section>
  );
}
