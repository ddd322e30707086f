import { useClient, useStatus } from './hooks.ts';

const words = {
  connecting: 'Connecting …',
  'catching-up': 'Catching up …',
  live: 'Live',
  offline: 'Offline. It goes on by itself.',
  'needs-auth': 'Your session has ended. Sign out and in again.',
  revoked: 'Your access has ended.',
  incompatible: 'This page is too old. Load it again.',
  closed: 'Signed out',
} as const;

/** Whether what is shown is how it is, and whether what was written has arrived. */
export function StatusLine() {
  const client = useClient();
  const { state, pendingWrites } = useStatus();
  return (
    <footer role="status" data-state={state}>
      <span>{words[state]}</span>
      {pendingWrites > 0 && <span>{pendingWrites} unsaved</span>}
      {state === 'offline' && <button onClick={() => client.wake()}>Try now</button>}
    </footer>
  );
}
