import { useEffect, useState } from 'react';
import { useClient, useStatus } from '../hooks.ts';
import { titleOf } from '../record-names.ts';

/** What the member is called in the portal, if he may see his own record; asked once. */
export function useOwnName(): string | null {
  const client = useClient();
  const live = useStatus(({ state }) => state === 'live');
  const [name, setName] = useState<string | null>(null);
  const record = client.member?.record;
  const tab = record && client.ability.tab(record.module);
  const ready = live && tab !== null && tab !== undefined;
  useEffect(() => {
    if (!ready || !record) return;
    client.get(record.module, record.id).then(
      (row) => setName(row && (titleOf(tab, row) || null)),
      () => {}, // the name of the user type stands there as well
    );
  }, [client, ready, record, tab]);
  return name;
}
