import { useCallback, useSyncExternalStore } from 'react';
import type { RecordAction } from '../ability.ts';
import type { LiveClient } from '../client.ts';
import { useLeased } from './use-list.ts';

export type Asked = { readonly id?: string; readonly field?: string };

/** Drawn again only when the answer turns. With an id it follows that record's own rights. */
export function useAnswer(client: LiveClient, action: RecordAction | 'issue', subject: string, on: Asked): boolean {
  const { ability } = client;
  const leased = useLeased(client, subject, on.id === undefined ? null : { where: { id: on.id } });
  const subscribe = useCallback(
    (draw: () => void) => {
      const stops = [ability.onChange(draw), leased.subscribe(draw)];
      return () => stops.forEach((stop) => stop());
    },
    [ability, leased],
  );
  const answer = () => ability.why(action, subject, on).allowed;
  return useSyncExternalStore(subscribe, answer, answer);
}
