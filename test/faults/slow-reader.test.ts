import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fresh, foundWorld } from '../properties/rig/ground.ts';
import type { House } from '../properties/rig/house.ts';
import { openHouse } from '../properties/rig/open-house.ts';
import type { World } from '../properties/rig/world.ts';

let house: House;
let world: World;
beforeAll(async () => {
  house = await openHouse('on the embedded database');
  world = await foundWorld(house);
}, 60_000);
afterAll(async () => {
  world?.close();
  await house?.close();
});

test('[FT7] [P9] a client that does not read holds up nobody, and is whole again once it reads', async () => {
  const [slow] = world.members('staff');
  const { watch } = world.person(slow?.id ?? '');
  if (!watch) throw new Error('The first member of staff has no socket.');
  await world.quiet();
  watch.socket.pause();
  const deals = [...world.now.rows.values()].filter(({ module }) => module === 'Deals');
  // More than the buffers of two kernels and the server's own patience hold: about 15 MB.
  for (let n = 0; n < 500; n += 1) {
    const id = deals[n % deals.length]?.id ?? '';
    const set = { Description: `${fresh()} ${'x'.repeat(30_000)}` };
    const input = { module: 'Deals', id, set };
    await world.send(world.administrator, { name: 'update-record', input });
  }
  await world.quiet();
  expect(world.faults.slice(0, 3)).toEqual([]);
  watch.socket.resume();
  if (!watch.socket.closed) await watch.socket.ask('caught-up', {});
  if (watch.socket.closed) await world.connect(watch.member, watch.kept ?? undefined);
  await world.quiet();
  expect(world.faults.map((fault) => fault.slice(0, 300)).slice(0, 3)).toEqual([]);
  expect(watch.socket.packets.length).toBeLessThan(500);
}, 120_000);
