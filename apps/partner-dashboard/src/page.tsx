import { useCallback, useEffect, useState } from 'react';
import { createClient, type Client } from 'genkan';
import { resumeSession, type Session } from 'genkan/sign-in';
import { PortalProvider } from './hooks.ts';
import { Tabs } from './tabs.tsx';
import { SignInForm } from './sign-in-form.tsx';

type Stay = { readonly session: Session; readonly client: Client };

const url = window.location.origin;
const enter = (session: Session): Stay => ({ session, client: createClient({ url, auth: session.auth }) });

/** Somebody at the door, or somebody inside. A browser that was here before is let in by its cookie. */
export function Page() {
  const [stay, setStay] = useState<Stay | null | 'asking'>('asking');
  useEffect(() => {
    let gone = false;
    resumeSession(url).then(
      (session) => gone || setStay(session && enter(session)),
      () => gone || setStay(null),
    );
    return () => {
      gone = true;
    };
  }, []);
  const welcome = useCallback((session: Session) => setStay(enter(session)), []);
  const leave = useCallback(() => setStay(null), []);

  if (stay === 'asking') return <main aria-busy="true" />;
  if (stay === null) return <SignInForm url={url} onSignedIn={welcome} />;
  return (
    <PortalProvider client={stay.client}>
      <Tabs session={stay.session} onLeft={leave} />
    </PortalProvider>
  );
}
