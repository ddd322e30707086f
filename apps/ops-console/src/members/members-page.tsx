import { useEffect, useMemo, useState } from 'react';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TableColumn } from '@genkan/ui/table/columns.ts';
import { VirtualTable } from '@genkan/ui/table/virtual-table.tsx';
import { useMembers, type MemberCard } from '../reads/use-members.ts';
import { useUserTypes } from '../reads/use-user-types.ts';
import { MemberPanel } from './member-panel.tsx';
import page from '../frame/list-page.module.css';
import classes from '../live/live.module.css';

const route = getRouteApi('/members');
/** Who connects is in no entry of the log: it is asked for again, in ms. */
const pause = 5_000;

/** Everybody who may sign in, and who is here now. */
export default function MembersPage() {
  const { t } = useTranslation();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const { buildLocation } = useRouter();
  const { members, waiting, refused, again } = useMembers();
  const [text, setText] = useState('');
  const columns = useMemberColumns();
  useEffect(() => {
    const asking = setInterval(() => document.visibilityState === 'visible' && again(), pause);
    return () => clearInterval(asking);
  }, [again]);
  if (refused !== null) return <main className={classes['none']}>{t('members.forbidden')}</main>;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = members.filter(({ email, name }) =>
    words.every((word) => `${email} ${name ?? ''}`.toLowerCase().includes(word)),
  );
  const member = members.find(({ id }) => id === open);
  return (
    <div className={page['page']}>
      <main className={page['list']} aria-busy={waiting}>
        <div className={page['bar']}>
          <h1>{t('pages.members')}</h1>
          <TextInput
            className={classes['filters'] ?? ''}
            size="xs"
            type="search"
            maw="18rem"
            aria-label={t('members.search')}
            placeholder={t('members.search')}
            leftSection={<Search size={14} aria-hidden />}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        <VirtualTable
          label={t('pages.members')}
          columns={columns}
          rows={found}
          phase={waiting ? 'loading' : 'live'}
          opening={{
            href: ({ id }) => buildLocation({ to: '/members', search: { open: id } }).href,
            onOpen: ({ id }) => void navigate({ search: { open: id } }),
            open,
          }}
        />
      </main>
      {member && <MemberPanel key={member.id} member={member} onClose={() => void navigate({ search: {} })} />}
    </div>
  );
}

function useMemberColumns(): readonly TableColumn<MemberCard>[] {
  const { t } = useTranslation();
  const types = useUserTypes();
  return useMemo(
    () => [
      { id: 'email', label: t('members.who'), width: 20, cell: ({ name, email }) => name ?? email },
      {
        id: 'userType',
        label: t('members.userType'),
        width: 13,
        cell: ({ kind, userType }) =>
          kind === 'staff' ? t('members.staff') : (types.find(({ id }) => id === userType)?.name ?? ''),
      },
      { id: 'status', label: t('members.status'), width: 9, cell: ({ status }) => t(`members.${status}`) },
      { id: 'record', label: t('members.record'), width: 10, cell: ({ record }) => record?.module ?? '' },
      {
        id: 'sessions',
        label: t('members.sessions'),
        width: 8,
        numeric: true,
        cell: ({ sessions }) => (sessions.length === 0 ? '–' : String(sessions.length)),
      },
    ],
    [t, types],
  );
}
