import { lazy, Suspense, use, useState } from 'react';
import { Outlet } from '@tanstack/react-router';
import { useHotkeys } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { StateBanner } from '@genkan/ui/frame/state-banner.tsx';
import { LeaveContext } from '@genkan/ui/frame/leave.ts';
import { StatusBadge } from '@genkan/ui/status-badge.tsx';
import { useAbility } from '@genkan/ui/hooks.ts';
import { forgetRecent } from '../commands/recent.ts';
import { SideLinks } from './side-links.tsx';
import { useOwnLabel } from './use-own-label.ts';
import classes from './frame.module.css';

const ProfileMenu = lazy(() => import('@genkan/ui/profile-menu.tsx'));
const Finder = lazy(() => import('./finder.tsx'));

/** What stays on the screen: where one can go, how the line stands, who one is. */
export function Frame() {
  const { t } = useTranslation();
  const card = useAbility().card;
  const leave = use(LeaveContext);
  const name = useOwnLabel();
  const [finding, setFinding] = useState(false);
  useHotkeys([['mod+K', () => setFinding(true)]], []);
  const signOut = () => {
    forgetRecent();
    leave();
  };
  return (
    <div className={classes['frame']}>
      <header className={classes['head']}>
        <p className={classes['portal']}>
          {card?.portal.name} <span className={classes['kind']}>{t('console')}</span>
        </p>
        <button className={classes['find']} onClick={() => setFinding(true)}>
          <Search size={14} aria-hidden />
          <span>{t('finder.open')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <StatusBadge />
        <div className={classes['profile']}>
          <Suspense>
            <ProfileMenu name={name} onSignOut={signOut} />
          </Suspense>
        </div>
      </header>
      <StateBanner />
      <div className={classes['body']}>
        <SideLinks />
        <div className={classes['page']}>
          <Suspense fallback={<main aria-busy="true" />}>
            <Outlet />
          </Suspense>
        </div>
      </div>
      <Suspense>{finding && <Finder onClosed={() => setFinding(false)} />}</Suspense>
    </div>
  );
}
