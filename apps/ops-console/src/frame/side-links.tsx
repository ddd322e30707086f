import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { pages } from './pages.ts';
import classes from './frame.module.css';

/** Where one can go: what a member of the staff may not open is not there. */
export function SideLinks() {
  const { t } = useTranslation();
  const card = useAbility().card;
  const tabs = Object.entries(card?.tabs ?? {});
  return (
    <nav className={classes['side']} aria-label={t('pages.all')}>
      {pages
        .filter(({ right }) => right === null || card?.staffRights.includes(right))
        .map(({ to, key, icon: Icon }) => (
          <Link key={to} to={to} className={classes['link']}>
            <Icon size={15} aria-hidden />
            {t(`pages.${key}`)}
          </Link>
        ))}
      <h2 className={classes['group']}>{t('pages.records')}</h2>
      {tabs.map(([module, { label }]) => (
        <Link key={module} className={classes['link']} to="/records/$module" params={{ module }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
