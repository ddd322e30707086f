import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { Row, TabCard } from 'genkan';
import { nextSort, sortOf, withSort } from '@genkan/ui/table/sort.ts';
import { useFieldColumns } from '@genkan/ui/table/use-field-columns.tsx';
import { VirtualTable } from '@genkan/ui/table/virtual-table.tsx';
import type { Listed } from '../records/use-listed.ts';
import { TotalsRow } from './totals-row.tsx';

type Props = { readonly module: string; readonly tab: TabCard; readonly listed: Listed };
const route = getRouteApi('/records/$module');

/** A module as this member sees it, with what adds up under it. */
export function RecordTable({ module, tab, listed }: Props) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { buildLocation } = useRouter();
  const columns = useFieldColumns(tab);
  const sort = sortOf(search);
  const sortBy = (field: string) =>
    void navigate({ search: (before) => withSort(before, nextSort(sort, field)), replace: true });
  const opened = ({ id }: Row) => ({ ...search, open: id });
  const opening = {
    href: (row: Row) => buildLocation({ to: '/records/$module', params: { module }, search: opened(row) }).href,
    onOpen: (row: Row) => void navigate({ search: opened(row) }),
    open: search.open,
  };
  return (
    <VirtualTable
      columns={columns}
      rows={listed.rows}
      phase={listed.phase}
      sort={sort}
      onSort={sortBy}
      pendingFields={listed.pendingFields}
      opening={opening}
      foot={<TotalsRow tab={tab} fields={columns.map(({ id }) => id)} rows={listed.all} outOf={listed.outOf} />}
    />
  );
}
