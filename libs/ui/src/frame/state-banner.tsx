import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useStatus } from '../hooks.ts';
import { LeaveContext } from './leave.ts';
import classes from './state-banner.module.css';

/** Said only when somebody should know: that what he sees may be old, what waits to be sent, or that he must do something. */
export function StateBanner() {
  const { t } = useTranslation('ui');
  const client = useClient();
  const leave = use(LeaveContext);
  const status = useStatus();
  const { state, pendingWrites } = status;
  const trying = status.state === 'connecting' && status.attempt > 0; // a try that may fail takes nothing from under the hand
  if (state === 'offline' || trying) {
    return (
      <div className={classes['banner']} role="status">
        <span>
          {t('banner.offline')} {pendingWrites > 0 && t('banner.queued', { count: pendingWrites })}
        </span>
        <button aria-disabled={trying} onClick={() => client.wake()}>
          {t('banner.tryNow')}
        </button>
      </div>
    );
  }
  if (state === 'needs-auth' || state === 'revoked') {
    return (
      <div className={classes['banner']} role="alert">
        <span>{t(`banner.${state}`)}</span>
        <button onClick={leave}>{t('banner.signIn')}</button>
      </div>
    );
  }
  if (state !== 'incompatible') return null;
  return (
    <div className={classes['banner']} role="alert">
      <span>{t('banner.incompatible')}</span>
      <button onClick={() => window.location.reload()}>{t('banner.reload')}</button>
    </div>
  );
}
