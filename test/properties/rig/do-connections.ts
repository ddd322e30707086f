import { updateByStaff } from './do-records.ts';
import { one, type Doing } from './doing.ts';
import type { World } from './world.ts';

const connected = (world: World, paused = false): readonly string[] =>
  [...world.people.values()]
    .filter(({ watch }) => watch && !watch.socket.closed && watch.socket.paused === paused)
    .map(({ id }) => id);
export const away = (world: World): readonly string[] =>
  [...world.members('portal-user'), ...world.members('staff')]
    .map(({ id }) => id)
    .filter((id) => !world.person(id).watch);

export const connect: Doing = async (world, { a }) => {
  const id = one(away(world), a);
  if (id === undefined) return false;
  await world.connect(id);
  return true;
};
export const disconnect: Doing = async (world, { a }) => {
  const id = one(connected(world), a);
  if (id === undefined) return false;
  world.leave(id);
  return true;
};
export const resume =
  (old: boolean): Doing =>
  async (world, { a, b }) => {
    const id = one(
      [...away(world), ...(old ? connected(world) : [])].filter((one) => world.person(one).kept.length > 0),
      a,
    );
    const places = id === undefined ? [] : world.person(id).kept;
    const kept = old ? one(places, b) : places.at(-1);
    if (id === undefined || !kept) return false;
    await world.connect(id, kept);
    return true;
  };
export const pause: Doing = async (world, { a }) => {
  const id = one(connected(world), a);
  world.person(id ?? '').watch?.socket.pause();
  return Promise.resolve(id !== undefined);
};
/** If nobody is behind, somebody gets behind first: by an update that is not read. */
export const goOn: Doing = async (world, picks) => {
  if (connected(world, true).length === 0) {
    await pause(world, picks);
    await updateByStaff(world, picks);
  }
  const id = one(connected(world, true), picks.a);
  world.person(id ?? '').watch?.socket.resume();
  return id !== undefined;
};
