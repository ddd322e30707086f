import { useActionState } from 'react';
import { signIn, SignInRefused, type Session } from 'genkan/sign-in';

type Props = { readonly url: string; readonly onSignedIn: (session: Session) => void };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** The door. What is wrong is never said more exactly than the server says it. */
export function SignInForm({ url, onSignedIn }: Props) {
  const [refusal, submit, busy] = useActionState(async (_: string | null, form: FormData) => {
    const who = { portal: text(form, 'portal'), email: text(form, 'email'), password: text(form, 'password') };
    try {
      onSignedIn(await signIn(url, who));
      return null;
    } catch (error) {
      return error instanceof SignInRefused ? error.message : 'The portal cannot be reached. Try again.';
    }
  }, null);
  return (
    <main className="door">
      <h1>Sign in</h1>
      <form action={submit}>
        <label>
          Portal <input name="portal" required autoCapitalize="none" autoComplete="organization" />
        </label>
        <label>
          E-mail <input name="email" type="email" required autoComplete="username" />
        </label>
        <label>
          Password <input name="password" type="password" required autoComplete="current-password" />
        </label>
        <button disabled={busy}>Sign in</button>
        {refusal !== null && <p role="alert">{refusal}</p>}
      </form>
    </main>
  );
}
