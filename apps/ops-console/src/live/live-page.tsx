import { lazy, Suspense, useMemo } from 'react';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button, NativeSelect } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { VirtualTable } from '@genkan/ui/table/virtual-table.tsx';
import { useMembers } from '../reads/use-members.ts';
import { entryColumns } from './entry-columns.tsx';
import { useLog, type Entry } from './use-log.ts';
import page from '../frame/list-page.module.css';
import classes from './live.module.css';

const TracePanel = lazy(() => import('./trace-panel.tsx'));
const route = getRouteApi('/live');

/** What happens in the portal, as it commits; one entry opened tells who was sent what of it. */
export default function LivePage() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { buildLocation } = useRouter();
  const { entries, waiting, paused, setPaused } = useLog();
  const { nameOf } = useMembers();
  const mayWatch = useAbility().card?.staffRights.includes('watch-log') ?? false;
  const columns = useMemo(() => entryColumns(t, i18n.language, nameOf), [t, i18n.language, nameOf]);
  const { member, module, outcome } = search;
  const found = useMemo(
    () => entries.filter((entry) => fits(entry, { member, module, outcome })),
    [entries, member, module, outcome],
  );
  if (!mayWatch) return <main className={classes['none']}>{t('live.forbidden')}</main>;
  const opened = ({ sequence }: Entry) => ({ ...search, entry: sequence });
  const close = () => void navigate({ search: ({ entry: _, ...rest }) => rest });
  return (
    <div className={page['page']}>
      <main className={page['list']}>
        <div className={page['bar']}>
          <h1>{t('pages.live')}</h1>
          <Filters entries={entries} nameOf={nameOf} />
          <span className={classes['waiting']} role="status">
            {waiting > 0 && t('live.waiting', { count: waiting })}
          </span>
          <PauseButton paused={paused} onPause={setPaused} />
        </div>
        <VirtualTable
          label={t('pages.live')}
          columns={columns}
          rows={found}
          phase={entries.length === 0 ? 'loading' : 'live'}
          opening={{
            href: (entry) => buildLocation({ to: '/live', search: opened(entry) }).href,
            onOpen: (entry) => void navigate({ search: opened(entry) }),
            open: search.entry === undefined ? undefined : String(search.entry),
          }}
        />
      </main>
      {search.entry !== undefined && (
        <Suspense>
          <TracePanel
            key={search.entry}
            sequence={search.entry}
            nameOf={nameOf}
            entry={entries.find(({ sequence }) => sequence === search.entry) ?? null}
            onClose={close}
          />
        </Suspense>
      )}
    </div>
  );
}

type Pausing = { readonly paused: boolean; readonly onPause: (paused: boolean) => void };

function PauseButton({ paused, onPause }: Pausing) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant={paused ? 'filled' : 'default'}
      aria-pressed={paused}
      leftSection={paused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
      onClick={() => onPause(!paused)}
    >
      {paused ? t('live.goOn') : t('live.pause')}
    </Button>
  );
}

type Wanted = Partial<Record<'member' | 'module' | 'outcome', string | undefined>>;

function fits(entry: Entry, { member, module, outcome }: Wanted): boolean {
  if (member !== undefined && (entry.member ?? 'operator') !== member) return false;
  if (outcome !== undefined && entry.outcome !== outcome) return false;
  return module === undefined || entry.changes.some((each) => each.kind === 'record' && each.module === module);
}

type FilterProps = { readonly entries: readonly Entry[]; readonly nameOf: (id: string | null) => string };

/** Only what occurs is offered. */
function Filters({ entries, nameOf }: FilterProps) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tabs = useAbility().card?.tabs ?? {};
  const set = (name: keyof Wanted, value: string) =>
    void navigate({ search: (before) => ({ ...before, [name]: value === '' ? undefined : value }), replace: true });
  const members = [...new Set(entries.map(({ member }) => member))];
  const offered = {
    member: members.map((id) => ({ value: id ?? 'operator', label: nameOf(id) })),
    module: Object.entries(tabs).map(([value, { label }]) => ({ value, label })),
    outcome: [...new Set(entries.map(({ outcome }) => outcome))].map((value) => ({ value, label: value })),
  };
  const one = (name: keyof Wanted, label: string) => (
    <NativeSelect
      size="xs"
      w={158}
      aria-label={label}
      value={search[name] ?? ''}
      data={[{ value: '', label }, ...offered[name]]}
      onChange={({ currentTarget }) => set(name, currentTarget.value)}
    />
  );
  return (
    <div className={classes['filters']}>
      {one('member', t('live.anybody'))}
      {one('module', t('live.anyModule'))}
      {one('outcome', t('live.anyOutcome'))}
    </div>
  );
}
