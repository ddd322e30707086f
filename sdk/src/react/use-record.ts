import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Value } from '../contract.ts';
import type { LiveClient } from '../client.ts';
import { useList } from './use-list.ts';

/** One record, drawn again only when it changes, its rights do, or an edit of it meets another's. */
export function useOneRecord(client: LiveClient, module: string, id: string, fields?: readonly string[]) {
  const { rows, phase, pendingFields } = useList(client, module, { where: { id }, ...(fields ? { fields } : {}) });
  const row = rows[0] ?? null;
  const conflict = useConflictOf(client, module, id);
  const editable = useEditable(client, module, id);
  const pending = pendingFields(id).join();
  const update = useCallback(
    (set: Readonly<Record<string, Value>>) => client.update(module, id, set),
    [client, module, id],
  );
  return useMemo(() => {
    const pendingNow = pending === '' ? [] : pending.split(',');
    const open = editable.split(',');
    const edit = (field: string) => ({
      value: row?.[field] ?? null,
      set: (value: Value) => update({ [field]: value }),
      readOnly: !open.includes(field),
      pending: pendingNow.includes(field),
      conflict: conflict?.fields.find((each) => each.field === field) ?? null,
    });
    return { row, phase, pendingFields: pendingNow, conflict, update, edit };
  }, [row, phase, pending, conflict, editable, update]);
}

function useConflictOf(client: LiveClient, module: string, id: string) {
  const { conflicts } = client;
  const mine = () => conflicts.get().find((each) => each.module === module && each.id === id) ?? null;
  return useSyncExternalStore(conflicts.subscribe, mine, mine);
}

/** The names of the fields this member may edit here, as one value that compares. */
function useEditable({ ability }: LiveClient, module: string, id: string): string {
  const subscribe = useCallback((draw: () => void) => ability.onChange(draw), [ability]);
  const fields = () => ability.fields('update', module, id).join();
  return useSyncExternalStore(subscribe, fields, fields);
}
