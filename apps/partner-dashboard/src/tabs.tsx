import { useState } from 'react';
import type { Session } from 'genkan/sign-in';
import { useAbility, useClient, useStatus } from './hooks.ts';
import { RecordTable } from './record-table.tsx';
import { StatusLine } from './status-line.tsx';

/** The tabs of this member's user type, and the one that is open. */
export function Tabs({ session, onLeft }: { readonly session: Session; readonly onLeft: () => void }) {
  const client = useClient();
  const { state } = useStatus();
  const ability = useAbility();
  const tabs = Object.entries(ability.card?.tabs ?? {});
  const [chosen, setChosen] = useState('Deals');
  const open = ability.tab(chosen) ? chosen : tabs[0]?.[0];
  const signOut = async () => {
    await client.close();
    await session.signOut().catch(() => {}); // the token runs out by itself
    onLeft();
  };
  return (
    <main>
      <header>
        <nav aria-label="Tabs">
          {tabs.map(([module, tab]) => (
            <button key={module} aria-pressed={module === open} onClick={() => setChosen(module)}>
              {tab.label}
            </button>
          ))}
        </nav>
        <button onClick={() => void signOut()}>Sign out</button>
      </header>
      {open === undefined ? <p>{emptiness(state)}</p> : <RecordTable key={open} module={open} />}
      <StatusLine />
    </main>
  );
}

const emptiness = (state: string): string => (state === 'live' ? 'There is nothing here for you yet.' : 'Loading …');
