import { Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import classes from './frame.module.css';

/** Goes to the deals, which most come for; else to the first tab there is. */
export function FirstTab() {
  const { t } = useTranslation();
  const card = useAbility().card;
  if (!card) return <main aria-busy="true" />;
  const tabs = Object.keys(card.tabs);
  const module = tabs.includes('Deals') ? 'Deals' : tabs[0];
  if (module !== undefined) return <Navigate to="/records/$module" params={{ module }} replace />;
  return (
    <main className={classes['empty']}>
      <h1>{t('empty.noTabs')}</h1>
      <p>{t('empty.noTabsHint')}</p>
    </main>
  );
}
