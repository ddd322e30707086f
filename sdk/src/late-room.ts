import type { PresenceRoom, PresenceState } from './presence.ts';

const nobody: PresenceState = { me: null, others: [] };

/** A room whose walls are still being loaded: what is done in it is done, in order, when they stand. */
export function lateRoom(loading: Promise<PresenceRoom>): PresenceRoom {
  let room: PresenceRoom | null = null;
  const then = (act: (come: PresenceRoom) => void): void => void loading.then(act);
  then((come) => (room = come));
  return {
    get: () => room?.get() ?? nobody,
    subscribe(listener) {
      let stop: (() => void) | null = () => {};
      then((come) => (stop &&= come.subscribe(listener)));
      return () => {
        stop?.();
        stop = null;
      };
    },
    enter: (place) => then((come) => come.enter(place)),
    set: (place) => then((come) => come.set(place)),
    leave: () => then((come) => come.leave()),
  };
}
