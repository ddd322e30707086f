import { useActionState, useId, useState } from 'react';
import { signIn, SignInRefused, type Session } from 'genkan/sign-in';
import { useTranslation } from 'react-i18next';
import { LanguageLinks } from './language-links.tsx';
import { keepPortal, lastPortal, lookedForEmail } from './last-portal.ts';
import classes from './sign-in-form.module.css';

type Props = { readonly url: string; readonly onSignedIn: (session: Session) => void };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** The door, of the browser's own parts, so that it opens fast. What is wrong is never said more exactly than the server says it. */
export function SignInForm({ url, onSignedIn }: Props) {
  const { t, i18n } = useTranslation('ui');
  const [refusal, submit, busy] = useActionState(async (_: Refusal, form: FormData): Promise<Refusal> => {
    const who = { portal: text(form, 'portal'), email: text(form, 'email') };
    const password = form.get('password');
    try {
      const session = await signIn(url, { ...who, password: typeof password === 'string' ? password : '' });
      keepPortal(who.portal);
      onSignedIn(session);
      return null;
    } catch (error) {
      return error instanceof SignInRefused
        ? { ...who, code: error.code, message: error.message }
        : { ...who, code: '' };
    }
  }, null);
  const sentence = (told: NonNullable<Refusal>): string => {
    if (told.code === '') return t('signIn.unreachable');
    const own = t(`signIn.refused.${told.code}`, { defaultValue: told.message });
    return i18n.language === 'en' ? (told.message ?? own) : own;
  };
  return (
    <main className={classes['door']}>
      <div className={classes['sheet']}>
        <p className={classes['mark']} aria-hidden="true" lang="ja">
          玄関
        </p>
        <h1 className={classes['title']}>{t('signIn.title')}</h1>
        <form action={submit} className={classes['form']}>
          <label className={classes['field']}>
            {t('signIn.portal')}
            <input
              name="portal"
              required
              autoCapitalize="none"
              autoComplete="organization"
              spellCheck={false}
              defaultValue={refusal?.portal ?? lastPortal()}
            />
          </label>
          <label className={classes['field']}>
            {t('signIn.email')}
            <input
              name="email"
              type="email"
              required
              autoComplete="username"
              defaultValue={refusal?.email ?? lookedForEmail()}
            />
          </label>
          <Password />
          {refusal && (
            <p className={classes['refusal']} role="alert">
              {sentence(refusal)}
            </p>
          )}
          <button type="submit" className={classes['enter']} disabled={busy} aria-busy={busy}>
            {t('signIn.enter')}
          </button>
        </form>
      </div>
      <LanguageLinks />
    </main>
  );
}

function Password() {
  const { t } = useTranslation('ui');
  const place = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className={classes['field']}>
      <label htmlFor={place}>{t('signIn.password')}</label>
      <div className={classes['secret']}>
        <input id={place} name="password" type={shown ? 'text' : 'password'} required autoComplete="current-password" />
        <button
          type="button"
          className={classes['show']}
          aria-label={t('signIn.showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
            <path d="M2 12c4-8 16-8 20 0-4 8-16 8-20 0Z" />
            <circle cx="12" cy="12" r="3" />
          </svg>
        </button>
      </div>
    </div>
  );
}

type Refusal = {
  readonly code: string;
  readonly message?: string;
  readonly portal: string;
  readonly email: string;
} | null;
