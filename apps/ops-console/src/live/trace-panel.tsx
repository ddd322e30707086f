import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { SidePanel } from '../frame/side-panel.tsx';
import { useRead } from '../reads/use-read.ts';
import { changeText } from './entry-columns.tsx';
import type { Entry } from './use-log.ts';
import classes from './live.module.css';

type Told = {
  readonly module: string;
  readonly record: string;
  readonly outcome: 'sent' | 'masked' | 'withheld';
  readonly why: string | null;
  readonly sent: readonly string[];
  readonly left: readonly string[];
};
type Traced = { readonly session: string | null; readonly member: string; readonly changes: readonly Told[] };
type Props = {
  readonly sequence: number;
  readonly entry: Entry | null;
  readonly nameOf: (id: string | null) => string;
  readonly onClose: () => void;
};

/** One entry, and for each session that was there: what it was sent, what was left out, or why nothing came. */
export default function TracePanel({ sequence, entry, nameOf, onClose }: Props) {
  const { t } = useTranslation();
  const { answer, refused } = useRead('trace', { sequence });
  const { sessions = [] }: { sessions?: readonly Traced[] } = Object(answer);
  return (
    <SidePanel kind={t('live.entry', { sequence })} title={entry?.command ?? t('live.trace')} onClose={onClose}>
      {entry && <EntryFacts entry={entry} who={nameOf(entry.member)} />}
      <h3 className={classes['heading']}>{t('live.trace')}</h3>
      {refused !== null && <p role="alert">{t('live.noTrace')}</p>}
      {answer !== null && sessions.every(({ changes }) => changes.length === 0) && <p>{t('live.nobody')}</p>}
      <ul className={classes['sessions']} aria-busy={answer === null && refused === null}>
        {sessions
          .filter(({ changes }) => changes.length > 0)
          .map((one) => (
            <li key={one.session ?? one.member} data-member={one.member}>
              <p className={classes['whom']}>
                {nameOf(one.member)} {one.session !== null && <code>{one.session.slice(0, 8)}</code>}
              </p>
              {one.changes.map((change) => (
                <Change key={`${change.module} ${change.record}`} change={change} />
              ))}
            </li>
          ))}
      </ul>
    </SidePanel>
  );
}

function EntryFacts({ entry, who }: { readonly entry: Entry; readonly who: string }) {
  const { t, i18n } = useTranslation();
  const tabs = useAbility().card?.tabs ?? {};
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <dl className={classes['facts']}>
      <dt>{t('live.who')}</dt>
      <dd>{who}</dd>
      <dt>{t('live.time')}</dt>
      <dd>{time.format(new Date(entry.at))}</dd>
      <dt>{t('live.outcome')}</dt>
      <dd>{t(`outcomes.${entry.outcome}`, { defaultValue: entry.outcome })}</dd>
      <dt>{t('live.changes')}</dt>
      <dd>
        {entry.changes.map((change) => (
          <p key={changeText(change)} className={classes['change']}>
            {change.kind === 'record' && change.module in tabs ? (
              <Link to="/records/$module" params={{ module: change.module }} search={{ open: change.id }}>
                {changeText(change)}
              </Link>
            ) : (
              changeText(change)
            )}
          </p>
        ))}
      </dd>
    </dl>
  );
}

function Change({ change: { module, record, outcome, why, sent, left } }: { readonly change: Told }) {
  const { t } = useTranslation();
  return (
    <div className={classes['told']} data-outcome={outcome}>
      <p>
        <span className={classes['mark']}>{t(`traced.${outcome}`)}</span> {module} {record.slice(0, 8)}
      </p>
      {sent.length > 0 && <p>{t('traced.fields', { fields: sent.join(', ') })}</p>}
      {left.length > 0 && <p>{t('traced.left', { fields: left.join(', ') })}</p>}
      {why !== null && <p>{t(`why.${why}`, { defaultValue: why })}</p>}
    </div>
  );
}
