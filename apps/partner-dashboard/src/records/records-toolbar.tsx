import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TabCard } from 'genkan';
import { useAbility } from '@genkan/ui/hooks.ts';
import { boardField } from '@genkan/ui/layout-fields.ts';
import type { Listed } from './use-listed.ts';
import classes from './records-toolbar.module.css';

type Props = { readonly module: string; readonly tab: TabCard; readonly listed: Listed };
const route = getRouteApi('/records/$module');

/** What is looked at, and how: name and count, search, one filter, table or board. */
export function RecordsToolbar({ module, tab, listed }: Props) {
  const { t } = useTranslation();
  const { view = 'table', text = '', pick = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const ability = useAbility();
  const parted = boardField(tab);
  const set = (change: object) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const partedCard = parted === null ? undefined : tab.fields[parted];
  return (
    <div className={classes['bar']}>
      <h1 className={classes['name']}>
        {tab.label} <output className={classes['count']}>{listed.outOf ?? listed.all.length}</output>
      </h1>
      <div className={classes['news']} role="status">
        {listed.waiting > 0 && (
          <button className={classes['pill']} onClick={listed.showAll}>
            {t('list.new', { count: listed.waiting })}
          </button>
        )}
      </div>
      <TextInput
        className={classes['search'] ?? ''}
        size="xs"
        type="search"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        leftSection={<Search size={14} aria-hidden />}
        value={text}
        onChange={({ currentTarget }) => set({ text: currentTarget.value || undefined })}
      />
      {partedCard && (
        <NativeSelect
          size="xs"
          aria-label={partedCard.label}
          data={[{ value: '', label: t('list.all', { field: partedCard.label }) }, ...(partedCard.choices ?? [])]}
          value={pick}
          onChange={({ currentTarget }) => set({ pick: currentTarget.value || undefined })}
        />
      )}
      {partedCard && <ViewLinks module={module} view={view} />}
      {ability.can('create', module) && (
        <Button
          size="xs"
          onClick={() => void navigate({ search: ({ open: _, ...rest }) => ({ ...rest, create: true }) })}
        >
          {t('list.create')}
        </Button>
      )}
    </div>
  );
}

type ViewProps = { readonly module: string; readonly view: 'table' | 'board' };

function ViewLinks({ module, view }: ViewProps) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const { view: _, ...asTable } = search;
  const link = (to: 'table' | 'board') => (
    <Link
      to="/records/$module"
      params={{ module }}
      search={to === 'board' ? { ...asTable, view: 'board' } : asTable}
      replace
      activeOptions={{ exact: true, includeSearch: true }}
      className={classes['view']}
      data-chosen={view === to}
    >
      {t(`list.${to}`)}
    </Link>
  );
  return (
    <nav className={classes['views']} aria-label={t('list.view')}>
      {link('table')}
      {link('board')}
    </nav>
  );
}
