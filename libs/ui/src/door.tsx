import { Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { resumeSession, type Session } from 'genkan/sign-in';
import { keepMember, sessionKept } from './kept-here.ts';
import { SignInForm } from './sign-in-form.tsx';

type Props = {
  readonly url: string;
  /** Who was here last is let in without a network, to what is kept of his. */
  readonly kept?: boolean;
  /** What is behind the door; load it lazily, so that the door itself is light. */
  readonly children: (session: Session, leave: () => void) => ReactNode;
};

/** Somebody at the door, or somebody inside. A browser that was here before is let in by its cookie. */
export function Door({ url, kept = false, children }: Props) {
  const [session, setSession] = useState<Session | null | 'asking'>('asking');
  useEffect(() => {
    let gone = false;
    resumeSession(url).then(
      (resumed) => gone || setSession(resumed),
      () => gone || setSession(kept ? sessionKept(url) : null), // nobody could be asked
    );
    return () => {
      gone = true;
    };
  }, [url, kept]);
  const member = session !== 'asking' ? session?.member.id : undefined;
  useEffect(() => {
    if (kept && member !== undefined) keepMember(member);
  }, [member, kept]);
  const leave = useCallback(() => setSession(null), []);
  if (session === 'asking') return <main aria-busy="true" />;
  if (session === null) return <SignInForm url={url} onSignedIn={setSession} />;
  return <Suspense fallback={<main aria-busy="true" />}>{children(session, leave)}</Suspense>;
}
