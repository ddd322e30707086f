import { lazy } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import type { TabCard } from 'genkan';
import { useEdits } from '@genkan/ui/edits/edits.tsx';
import type { Listed } from './use-listed.ts';

export const loadPanel = () => import('@genkan/ui/record/record-panel.tsx');
const RecordPanel = lazy(loadPanel);
const CreatePanel = lazy(() => import('@genkan/ui/record/create-panel.tsx'));
const route = getRouteApi('/records/$module');

type Props = { readonly module: string; readonly tab: TabCard; readonly listed: Listed };

/** What stands open beside the list: the form of a new record, or a record. */
export function Beside({ module, tab, listed }: Props) {
  const { open, create } = route.useSearch();
  const navigate = route.useNavigate();
  const { draft, keepDraft } = useEdits();
  const show = (id: string | null) => {
    listed.showAll();
    void navigate({ search: ({ open: _, create: __, ...rest }) => (id === null ? rest : { ...rest, open: id }) });
  };
  const close = () => void navigate({ search: ({ open: _, create: __, ...rest }) => rest });
  if (create) {
    const start = draft?.module === module ? draft.values : {};
    const leave = () => {
      keepDraft(null);
      close();
    };
    const made = (id: string | null) => {
      keepDraft(null);
      show(id);
    };
    return (
      <CreatePanel
        key={JSON.stringify(start)}
        {...{ module, tab, start }}
        onClose={leave}
        onShown={listed.showAll}
        onMade={made}
      />
    );
  }
  if (open === undefined) return null;
  return <RecordPanel key={open} {...{ module, tab }} id={open} onClose={close} onCopied={show} />;
}
