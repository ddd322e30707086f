import { useEffect, useState, type ReactNode } from 'react';
import { createClient, type Client } from 'genkan';
import { indexedDbStore } from 'genkan/indexed-db';
import type { Session } from 'genkan/sign-in';
import { EditsProvider } from './edits/edits.tsx';
import { LeaveContext } from './frame/leave.ts';
import { PortalProvider } from './hooks.ts';
import { forgetStore, storeOf } from './kept-here.ts';

type Props = {
  readonly url: string;
  readonly session: Session;
  readonly onLeft: () => void;
  /** What he sees is kept in this browser until he signs out. */
  readonly kept?: boolean;
  readonly children: ReactNode;
};

/** What stands around every page of somebody who is signed in: one client for as long as he stays, and the way out. */
export function SignedIn({ url, session, onLeft, kept = false, children }: Props) {
  const [client, setClient] = useState<Client | null>(null);
  useEffect(() => {
    const store = kept ? indexedDbStore(storeOf(session.member.id)) : 'memory';
    const made = createClient({ url, auth: session.auth, store, offlineWrites: 'queue' });
    setClient(made);
    return () => void made.close();
  }, [url, session, kept]);
  if (!client) return <main aria-busy="true" />;
  const leave = async () => {
    await client.close();
    if (kept) await forgetStore(session.member.id);
    await session.signOut().catch(() => {}); // the token runs out by itself
    onLeft();
  };
  return (
    <PortalProvider client={client}>
      <LeaveContext value={() => void leave()}>
        <EditsProvider>{children}</EditsProvider>
      </LeaveContext>
    </PortalProvider>
  );
}
