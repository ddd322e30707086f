import { lazy } from 'react';
import { wasHere } from '@genkan/ui/last-portal.ts';
import { Door } from '@genkan/ui/door.tsx';

const url = window.location.origin;
/** What is behind the door is loaded when somebody comes in. */
const load = () => import('./inside.tsx');
const Inside = lazy(load);
// Who signed in here before is most likely let in by his cookie: both are asked for at once.
if (wasHere()) void load().catch(() => {});

export const Page = () => (
  <Door url={url}>{(session, leave) => <Inside url={url} session={session} onLeft={leave} />}</Door>
);
