import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CommandButton } from '../commands/command-button.tsx';
import { SidePanel } from '../frame/side-panel.tsx';
import { useMembers, type MemberCard } from '../reads/use-members.ts';
import { useUserTypes } from '../reads/use-user-types.ts';
import classes from './members.module.css';

type Props = { readonly member: MemberCard; readonly onClose: () => void };

/** Who it is, where he is connected, and what can be done about it: each a command like any other. */
export function MemberPanel({ member, onClose }: Props) {
  const { t } = useTranslation();
  const { again } = useMembers();
  const { id, name, email, kind, status, sessions } = member;
  const act = { input: { member: id }, onDone: again };
  return (
    <SidePanel kind={kind === 'staff' ? t('members.staff') : t('members.user')} title={name ?? email} onClose={onClose}>
      <Facts member={member} />
      <h3 className={classes['heading']}>{t('members.sessions')}</h3>
      {sessions.length === 0 && <p className={classes['none']}>{t('members.noSessions')}</p>}
      <ul className={classes['sessions']}>
        {sessions.map(({ session, modules }) => (
          <li key={session}>
            <code>{session.slice(0, 8)}</code>
            <span>{modules.join(', ') || t('members.nothing')}</span>
          </li>
        ))}
      </ul>
      {status !== 'removed' && (
        <div className={classes['acts']}>
          <CommandButton name="end-sessions" label={t('members.end')} sure={t('members.sureEnd')} {...act} />
          {status === 'active' && (
            <CommandButton name="deactivate-member" label={t('members.off')} sure={t('members.sureOff')} {...act} />
          )}
          {status === 'inactive' && <CommandButton name="reactivate-member" label={t('members.on')} {...act} />}
          {kind === 'portal-user' && (
            <Link to="/commands/$name" params={{ name: 'move-member' }} search={{ with: act.input }}>
              {t('members.move')}
            </Link>
          )}
        </div>
      )}
    </SidePanel>
  );
}

function Facts({ member: { id, email, userType, status, record } }: { readonly member: MemberCard }) {
  const { t } = useTranslation();
  const type = useUserTypes().find((each) => each.id === userType);
  return (
    <dl className={classes['facts']}>
      <dt>{t('members.email')}</dt>
      <dd>{email}</dd>
      <dt>{t('members.status')}</dt>
      <dd>{t(`members.${status}`)}</dd>
      {type && (
        <>
          <dt>{t('members.userType')}</dt>
          <dd>{type.name}</dd>
        </>
      )}
      {record && (
        <>
          <dt>{t('members.record')}</dt>
          <dd>
            <Link to="/records/$module" params={{ module: record.module }} search={{ open: record.id }}>
              {record.module}
            </Link>
          </dd>
        </>
      )}
      <dt>{t('members.id')}</dt>
      <dd>
        <code>{id}</code>
      </dd>
      <dt>{t('pages.live')}</dt>
      <dd>
        <Link to="/live" search={{ member: id }}>
          {t('members.entries')}
        </Link>
      </dd>
    </dl>
  );
}
