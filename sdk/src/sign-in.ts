import type { Auth } from './connection.ts';

/** Somebody signed in: hand `auth` to `createClient`. The refresh token stays in here, or in the browser's own cookie. */
export type Session = {
  readonly auth: Auth;
  readonly member: { readonly id: string; readonly kind: 'staff' | 'portal-user' };
  /** Ends the session on the server; `auth` answers null from then on. */
  signOut(): Promise<void>;
};

/** The address and password do not sign in here, or too many have tried; the message says what to do. */
export class SignInRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type SignedIn = {
  readonly access: string;
  readonly refresh: string;
  readonly expiresIn: number;
  readonly member: Session['member'];
};

/** Signs in with a password. Every refusal reads the same, whatever was wrong. */
export async function signIn(
  url: string,
  who: { readonly portal: string; readonly email: string; readonly password: string },
): Promise<Session> {
  return session(url, await post<SignedIn>(url, 'sign-in', who));
}

/** A browser that signed in before: its cookie speaks for it. Null: sign in. */
export async function resumeSession(url: string): Promise<Session | null> {
  const signedIn = await refreshed(url, undefined);
  return signedIn && session(url, signedIn);
}

/**
 * For a browser that signed in before, network or none: its cookie speaks for it as soon as somebody hears it. A client
 * with a store can be made with it before anything is reached.
 */
export function cookieAuth(url: string): Auth {
  let session: Session | null = null;
  return async (why, signal) => {
    if (session) return session.auth(why, signal);
    session = await resumeSession(url);
    return session ? session.auth('start', signal) : null;
  };
}

const inBrowser = 'document' in globalThis;

function session(url: string, first: SignedIn): Session {
  let held: SignedIn | null = first;
  let goodUntil = Date.now() + first.expiresIn * 800;
  const renew = async (): Promise<string | null> => {
    held = held && (await refreshed(url, inBrowser ? undefined : held.refresh));
    goodUntil = held ? Date.now() + held.expiresIn * 800 : 0;
    return held?.access ?? null;
  };
  let renewing: Promise<string | null> | null = null;
  return {
    member: first.member,
    auth: (why) => {
      if (why === 'start' && held && Date.now() < goodUntil) return Promise.resolve(held.access);
      renewing ??= renew().finally(() => (renewing = null));
      return renewing;
    },
    async signOut() {
      const access = held?.access;
      held = null;
      if (access !== undefined) await post(url, 'sign-out', {}, { authorization: `Bearer ${access}` });
    },
  };
}

/** A refresh token is good once: tabs that share a cookie take turns, so that none presents a spent one. */
async function refreshed(url: string, refresh: string | undefined): Promise<SignedIn | null> {
  const ask = (): Promise<SignedIn | null> =>
    post<SignedIn | null>(url, 'refresh', refresh === undefined ? {} : { refresh }).catch((error: unknown) => {
      if (error instanceof SignInRefused && error.code === 'unauthenticated') return null;
      throw error;
    });
  return inBrowser && 'locks' in navigator ? navigator.locks.request('genkan-refresh', ask) : ask();
}

async function post<T>(url: string, what: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(new URL(`/api/${what}`, url), {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw new SignInRefused(String(answer.code), String(answer.message));
  return answer;
}
