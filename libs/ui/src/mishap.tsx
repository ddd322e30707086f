/// <reference types="vite/client" />
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './mishap.module.css';

type Props = { readonly children: ReactNode };

/** In the place of what failed: one sentence and the ways on. What it was stands in the browser's own console. */
export function MishapNotice() {
  const { t } = useTranslation('ui');
  return (
    <main className={classes['mishap']}>
      <div role="alert">
        <h1>{t('mishap.sentence')}</h1>
      </div>
      <p className={classes['ways']}>
        <button onClick={() => window.location.reload()}>{t('mishap.again')}</button>
        <a href={import.meta.env.BASE_URL}>{t('mishap.start')}</a>
      </p>
    </main>
  );
}

/** Keeps a mistake in a part of the page from leaving an empty screen. */
export class MishapBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <MishapNotice /> : this.props.children;
  }
}
