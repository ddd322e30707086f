import { use, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LeaveContext } from '@genkan/ui/frame/leave.ts';
import { StateBanner } from '@genkan/ui/frame/state-banner.tsx';
import { useAbility } from '@genkan/ui/hooks.ts';
import classes from './frame.module.css';

/** The console is the staff's; somebody from outside is told where his own page is. The server judges, not this. */
export function StaffOnly({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const leave = use(LeaveContext);
  const card = useAbility().card;
  if (!card)
    return (
      <main aria-busy="true">
        <StateBanner />
      </main>
    );
  if (card.kind === 'staff') return children;
  return (
    <main className={classes['elsewhere']}>
      <h1>{t('staffOnly.title')}</h1>
      <p>{t('staffOnly.text', { portal: card.portal.name })}</p>
      <div className={classes['ways']}>
        <Button component="a" href="/">
          {t('staffOnly.go')}
        </Button>
        <Button variant="default" onClick={leave}>
          {t('staffOnly.other')}
        </Button>
      </div>
    </main>
  );
}
