import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import classes from './frame.module.css';

/** The tabs of this member's user type, by the portal's own labels. They come and go with his rights. */
export function TabLinks() {
  const { t } = useTranslation();
  const tabs = Object.entries(useAbility().card?.tabs ?? {});
  return (
    <nav className={classes['tabs']} aria-label={t('tabs')}>
      {tabs.map(([module, { label }]) => (
        <Link key={module} className={classes['tab']} to="/records/$module" params={{ module }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
