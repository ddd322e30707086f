import { Navigate } from '@tanstack/react-router';
import { useAbility } from '@genkan/ui/hooks.ts';

/** To the log, for who may watch it; else to the deals, or whatever there is. */
export function FirstPage() {
  const card = useAbility().card;
  if (card?.staffRights.includes('watch-log')) return <Navigate to="/live" replace />;
  const tabs = Object.keys(card?.tabs ?? {});
  const module = tabs.includes('Deals') ? 'Deals' : tabs[0];
  if (module === undefined) return <Navigate to="/commands" replace />;
  return <Navigate to="/records/$module" params={{ module }} replace />;
}
