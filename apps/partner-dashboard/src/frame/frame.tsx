import { lazy, Suspense, use } from 'react';
import { Outlet } from '@tanstack/react-router';
import { StatusBadge } from '@genkan/ui/status-badge.tsx';
import { useAbility } from '@genkan/ui/hooks.ts';
import { useOwnName } from '@genkan/ui/frame/use-own-name.ts';
import { StateBanner } from '@genkan/ui/frame/state-banner.tsx';
import { LeaveContext } from '@genkan/ui/frame/leave.ts';
import { TabLinks } from './tab-links.tsx';
import classes from './frame.module.css';

/** Menus are no part of the first picture. */
const ProfileMenu = lazy(() => import('@genkan/ui/profile-menu.tsx'));

/** What stays on the screen: the portal, its tabs, how the line stands, who one is. */
export function Frame() {
  const card = useAbility().card;
  const leave = use(LeaveContext);
  const name = useOwnName() ?? card?.userType?.name ?? '';
  return (
    <div className={classes['frame']}>
      <header className={classes['head']}>
        <p className={classes['portal']}>{card?.portal.name}</p>
        <TabLinks />
        <StatusBadge />
        <div className={classes['profile']}>
          <Suspense>
            <ProfileMenu name={name} onSignOut={leave} />
          </Suspense>
        </div>
      </header>
      <StateBanner />
      <Outlet />
    </div>
  );
}
