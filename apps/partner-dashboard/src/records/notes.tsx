import { getRouteApi, Link } from '@tanstack/react-router';
import { useEdits } from '@genkan/ui/edits/edits.tsx';
import { TroubleNotes } from '@genkan/ui/edits/trouble-notes.tsx';

const route = getRouteApi('/records/$module');

/** What was not saved, in the corner, with the way to where it can be mended. */
export function Notes({ module }: { readonly module: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { keepDraft } = useEdits();
  return (
    <TroubleNotes
      open={search.open}
      link={(of, text) => (
        <Link
          to="/records/$module"
          params={{ module: of.module }}
          search={of.module === module ? { ...search, open: of.id } : { open: of.id }}
        >
          {text}
        </Link>
      )}
      onFillAgain={(target, values) => {
        keepDraft({ module: target, values });
        void navigate({ to: '/records/$module', params: { module: target }, search: { create: true } });
      }}
    />
  );
}
