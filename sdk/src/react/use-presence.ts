import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Place } from '../contract.ts';
import type { LiveClient } from '../client.ts';

/** Others at a record. With `me` one is there for them too, for as long as the component is. */
export function useOthers(client: LiveClient, module: string, id: string, me?: Place) {
  const room = useMemo(() => client.presence(module, id), [client, module, id]);
  const place = me && JSON.stringify(me);
  useEffect(() => {
    if (place === undefined) return;
    room.enter(JSON.parse(place));
    return () => room.leave();
  }, [room, place]);
  const others = () => room.get().others;
  return useSyncExternalStore(
    useCallback((draw) => room.subscribe(draw), [room]),
    others,
    others,
  );
}
