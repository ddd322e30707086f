import { lazy, Suspense, useState, type ReactNode } from 'react';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Row, TabCard } from 'genkan';
import type { LiveRecords } from 'genkan/react';
import { TroubleNotes } from '@genkan/ui/edits/trouble-notes.tsx';
import { useAbility, useLiveRecords } from '@genkan/ui/hooks.ts';
import { nextSort, sortOf, withSort } from '@genkan/ui/table/sort.ts';
import { useFieldColumns } from '@genkan/ui/table/use-field-columns.tsx';
import { VirtualTable } from '@genkan/ui/table/virtual-table.tsx';
import { FirstPage } from '../frame/first-page.tsx';
import { DeletedNote } from './deleted-note.tsx';
import { FilterBar } from './filter-bar.tsx';
import { filtersOf } from './records-search.ts';
import { whereOf } from './where-of.ts';
import page from '../frame/list-page.module.css';
import classes from './records.module.css';

const RecordPanel = lazy(() => import('@genkan/ui/record/record-panel.tsx'));
const RecordActions = lazy(() => import('./record-actions.tsx'));
const route = getRouteApi('/records/$module');
/** Lists are asked for in parts: a module may be larger than a page can hold. */
const part = 200;

/** The records of one module as the staff sees them, and the one that is open beside them. */
export function RecordsPage() {
  const { module } = route.useParams();
  const ability = useAbility();
  const tab = ability.tab(module);
  return tab ? <Records key={module} module={module} tab={tab} /> : <FirstPage />;
}

type Shown = { readonly module: string; readonly tab: TabCard };

function Records({ module, tab }: Shown) {
  const search = route.useSearch();
  const [deleted, setDeleted] = useState<string | null>(null);
  return (
    <div className={page['page']}>
      <RecordList
        module={module}
        tab={tab}
        note={deleted !== null && <DeletedNote module={module} id={deleted} onDone={() => setDeleted(null)} />}
      />
      {search.open !== undefined && <OpenRecord module={module} tab={tab} id={search.open} onDeleted={setDeleted} />}
      <TroubleNotes
        open={search.open}
        link={(of, text) => (
          <Link to="/records/$module" params={{ module: of.module }} search={{ ...search, open: of.id }}>
            {text}
          </Link>
        )}
      />
    </div>
  );
}

function RecordList({ module, tab, note }: Shown & { readonly note: ReactNode }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const sort = sortOf(search);
  const listed = useLiveRecords(module, {
    where: whereOf(tab, filtersOf(search)),
    ...(sort ? { orderBy: [[sort.field, sort.down ? 'desc' : 'asc']] } : {}),
    limit: part,
  });
  const more = () => listed.loadMore(part);
  return (
    <main className={page['list']} aria-busy={listed.phase === 'loading'}>
      <div className={page['bar']}>
        <h1>
          {tab.label} <output>{listed.total}</output>
        </h1>
        <FilterBar tab={tab} />
        {tab.create && <CreateButton module={module} />}
      </div>
      {note}
      {listed.phase === 'denied' ? (
        <p className={classes['denied']}>{t('records.denied')}</p>
      ) : (
        <RecordTable module={module} tab={tab} listed={listed} onEnd={more} />
      )}
      {listed.rows.length < listed.total && (
        <div className={classes['more']}>
          <span>{t('records.shown', { shown: listed.rows.length, total: listed.total })}</span>
          <Button size="compact-xs" variant="default" onClick={more}>
            {t('records.more')}
          </Button>
        </div>
      )}
    </main>
  );
}

/** The form of the command, with the module filled in. */
function CreateButton({ module }: Pick<Shown, 'module'>) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      leftSection={<Plus size={14} aria-hidden />}
      renderRoot={(props) => (
        <Link {...props} to="/commands/$name" params={{ name: 'create-record' }} search={{ with: { module } }} />
      )}
    >
      {t('records.create')}
    </Button>
  );
}

type Listed = LiveRecords<Row>;

function RecordTable({ module, tab, listed, onEnd }: Shown & { readonly listed: Listed; readonly onEnd: () => void }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { buildLocation } = useRouter();
  const columns = useFieldColumns(tab);
  const sort = sortOf(search);
  const opened = ({ id }: Row) => ({ ...search, open: id });
  const sortBy = (field: string) =>
    void navigate({ search: (before) => withSort(before, nextSort(sort, field)), replace: true });
  return (
    <VirtualTable
      label={tab.label}
      columns={columns}
      rows={listed.rows}
      phase={listed.phase}
      sort={sort}
      onSort={sortBy}
      pendingFields={listed.pendingFields}
      onEnd={() => listed.rows.length < listed.total && onEnd()}
      opening={{
        href: (row) => buildLocation({ to: '/records/$module', params: { module }, search: opened(row) }).href,
        onOpen: (row) => void navigate({ search: opened(row) }),
        open: search.open,
      }}
    />
  );
}

type Opened = Shown & { readonly id: string; readonly onDeleted: (id: string) => void };

function OpenRecord({ module, tab, id, onDeleted }: Opened) {
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: ({ open: _, ...rest }) => rest });
  return (
    <Suspense>
      <RecordPanel
        key={id}
        module={module}
        tab={tab}
        id={id}
        onClose={close}
        actions={<RecordActions module={module} id={id} onDeleted={onDeleted} />}
      />
    </Suspense>
  );
}
