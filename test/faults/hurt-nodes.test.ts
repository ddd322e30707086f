import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { foundWorld } from '../properties/rig/ground.ts';
import type { Nodes } from '../properties/rig/house.ts';
import { openNodes, terminateBackends } from '../properties/rig/open-nodes.ts';
import { postgresThere } from '../properties/rig/own-place.ts';
import type { World } from '../properties/rig/world.ts';
import { comeBack, expectNoHole, moveIn, staffOf, writeAll } from './writers.ts';

const kills = Number(process.env['GENKAN_KILLS'] ?? 3);
const postgres = (await postgresThere()) || process.env['CI'] === 'true';
const whenPostgres = postgres ? describe : describe.skip;

let nodes: Nodes | undefined;
let world: World | undefined;
type Begun = { readonly nodes: Nodes; readonly world: World; readonly writers: readonly string[] };
async function begin(options: Parameters<typeof openNodes>[0]): Promise<Begun> {
  nodes = await openNodes(options);
  world = await foundWorld(nodes);
  const writers = await staffOf(world, 4);
  await moveIn(world, nodes);
  return { nodes, world, writers };
}
afterEach(async () => {
  world?.close();
  const deaths = nodes?.deaths ?? [];
  await nodes?.close();
  expect(deaths).toEqual([]);
}, 60_000);

/** Resumes everybody whom the fault threw out, and compares all with the oracle. */
async function allEqual(here: World): Promise<void> {
  await comeBack(here);
  await here.quiet();
  expect(here.faults.slice(0, 5)).toEqual([]);
}

/** Kills the one process at a moment nobody chose, again and again, while two writers insist. */
async function killed(options: Parameters<typeof openNodes>[0]): Promise<void> {
  const { nodes, world, writers } = await begin(options);
  for (let at = 0; at < kills; at += 1) {
    for (const { watch } of world.people.values()) if (watch) watch.mayEnd = true;
    const writing = writeAll(world, writers, 60);
    await sleep(randomInt(5, 150));
    await nodes.kill(0);
    await nodes.start(0);
    expectNoHole(await writing);
    await allEqual(world);
  }
}

describe('the embedded database', () => {
  test(`[FT3] ${kills} times kill -9: what was acknowledged is there, what was not is resolved by repeating it`, async () => {
    await killed({ count: 1, database: 'embedded' });
  }, 600_000);
});

whenPostgres('PostgreSQL', () => {
  test(`[FT3] ${kills} times kill -9: what was acknowledged is there, what was not is resolved by repeating it`, async () => {
    await killed({ count: 1 });
  }, 600_000);

  test('[FT4] database sessions that are terminated while they write lose nothing and double nothing', async () => {
    const { nodes, world, writers } = await begin({ count: 2 });
    for (const { watch } of world.people.values()) if (watch) watch.mayEnd = true;
    let writing = true;
    const terminating = (async () => {
      let terminated = 0;
      while (writing) {
        await sleep(randomInt(20, 120));
        terminated += await terminateBackends(nodes);
      }
      return terminated;
    })();
    const written = await writeAll(world, writers, 400).finally(() => (writing = false));
    expect(await terminating).toBeGreaterThan(0);
    expectNoHole(written);
    await allEqual(world);
  }, 300_000);

  test('[FT5] a node that stops for a while holds up nobody on the other, and catches up', async () => {
    const { nodes, world, writers } = await begin({ count: 2 });
    await world.quiet();
    nodes.freeze(1);
    world.only(0);
    const written = await writeAll(world, writers, 100);
    expectNoHole(written);
    nodes.thaw(1);
    world.only(null);
    await allEqual(world);
  }, 120_000);
});
