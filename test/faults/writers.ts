import { expect } from '@jest/globals';
import { fresh } from '../properties/rig/ground.ts';
import type { Nodes } from '../properties/rig/house.ts';
import type { World } from '../properties/rig/world.ts';

export type Written = { readonly sequence: number; readonly replayed: boolean };

/** Four staff and a few records: what the writers of a fault test share. */
export async function staffOf(world: World, count: number): Promise<readonly string[]> {
  const made: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const input = { email: `${fresh()}@example.com`, name: fresh(), roles: ['administrator' as const] };
    made.push(String((await world.send(world.administrator, { name: 'add-staff', input })).result['member']));
  }
  for (const id of made) await world.token(id);
  return made;
}

/** Everybody resumes from where they stood, on whatever node is next. */
export async function comeBack(world: World): Promise<void> {
  const known = [...world.people.values()].filter(({ id, kept, watch }) => {
    const active = world.now.members[id]?.status === 'active';
    return active && (kept.length > 0 || watch !== null);
  });
  for (const { id } of known) {
    world.leave(id);
    await world.connect(id, world.person(id).kept.at(-1));
  }
}

/** From the house in which the world was founded to the processes that shall be hurt. */
export async function moveIn(world: World, nodes: Nodes): Promise<void> {
  await world.quiet();
  for (const id of world.people.keys()) world.leave(id);
  await nodes.launch();
  await comeBack(world);
  await world.quiet();
  expect(world.faults).toEqual([]);
}

/** One more update of one of the shared records by one writer. */
export async function writeOne(world: World, by: string, at: number): Promise<Written> {
  const deals = [...world.now.rows.values()].filter(({ module, deleted }) => module === 'Deals' && !deleted);
  const deal = deals[at % deals.length];
  if (!deal) throw new Error('There are no deals to write to.');
  const input = { module: 'Deals', id: deal.id, set: { NextStep: fresh() } };
  const { code, sequence, replayed } = await world.insist(by, { name: 'update-record', input });
  expect(code).toBe('applied');
  return { sequence, replayed };
}

/** One writer: so many updates of the shared records, one after another, each insisted on until it is answered. */
async function write(world: World, by: string, count: number, at: number): Promise<readonly Written[]> {
  const written: Written[] = [];
  for (let n = 0; n < count; n += 1) written.push(await writeOne(world, by, n * 7 + at));
  return written;
}

/** All writers at once. Every update has a value of its own, so every one must be an entry of its own. */
export async function writeAll(world: World, writers: readonly string[], count: number): Promise<readonly Written[]> {
  const share = Math.ceil(count / writers.length);
  return (await Promise.all(writers.map((by, at) => write(world, by, share, at)))).flat();
}

/** I1, I8: each acknowledged update stands at a sequence of its own, and between the first and the last there is none else. */
export function expectNoHole(written: readonly Written[]): void {
  const sequences = written.map(({ sequence }) => sequence).sort((a, b) => a - b);
  const first = sequences[0] ?? 0;
  expect(sequences).toEqual(Array.from(sequences, (_, at) => first + at));
}

/** The head is that of the last acknowledged command: none had a second effect behind it. */
export async function expectNothingMore(world: World): Promise<void> {
  const place = (await world.doors.records(await world.token(world.administrator), 'Products')).place;
  expect(world.open(place ?? '')).toBe(world.now.sequence);
}
