import { lazy, Suspense, useEffect } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import type { TabCard } from 'genkan';
import { useAbility } from '@genkan/ui/hooks.ts';
import { FirstTab } from '../frame/first-tab.tsx';
import { RecordTable } from '../table/record-table.tsx';
import { EmptyList } from './empty-list.tsx';
import { RecordsToolbar } from './records-toolbar.tsx';
import { boardField } from '@genkan/ui/layout-fields.ts';
import { Beside, loadPanel } from './beside.tsx';
import { Notes } from './notes.tsx';
import { useListed, type Listed } from './use-listed.ts';
import classes from './records-page.module.css';

/** What the first picture does not need is loaded when it is asked for. */
const RecordBoard = lazy(() => import('../board/record-board.tsx'));
const route = getRouteApi('/records/$module');

/** A tab: its records as a table or a board, and the one that is open beside them. */
export function RecordsPage() {
  const { module } = route.useParams();
  const ability = useAbility();
  const tab = ability.tab(module);
  if (!ability.card) return <main aria-busy="true" />;
  return tab ? <Records key={module} module={module} tab={tab} /> : <FirstTab />;
}

function View(props: { readonly module: string; readonly tab: TabCard; readonly listed: Listed }) {
  const { view } = route.useSearch();
  if (view !== 'board' || boardField(props.tab) === null) return <RecordTable {...props} />;
  return (
    <Suspense>
      <RecordBoard {...props} />
    </Suspense>
  );
}

/** The panel comes once the list is there, before anybody asks for it. */
function usePanelSoon(listed: boolean): void {
  useEffect(() => {
    if (listed) void loadPanel().catch(() => {});
  }, [listed]);
}

function Records({ module, tab }: { readonly module: string; readonly tab: TabCard }) {
  const search = route.useSearch();
  const listed = useListed(module, tab, search);
  usePanelSoon(listed.phase === 'live');
  const filtered = (search.text ?? '') !== '' || search.pick !== undefined;
  const empty = listed.phase !== 'loading' && listed.all.length === 0;
  return (
    <div className={classes['page']}>
      <main className={classes['list']} aria-busy={listed.phase === 'loading'}>
        <RecordsToolbar module={module} tab={tab} listed={listed} />
        {empty ? <EmptyList label={tab.label} filtered={filtered} /> : <View {...{ module, tab, listed }} />}
      </main>
      <Suspense>
        <Beside module={module} tab={tab} listed={listed} />
      </Suspense>
      <Notes module={module} />
    </div>
  );
}
