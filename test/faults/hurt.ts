import { afterAll, beforeAll, expect } from '@jest/globals';
import { foundWorld } from '../properties/rig/ground.ts';
import type { Nodes } from '../properties/rig/house.ts';
import { openNodes } from '../properties/rig/open-nodes.ts';
import type { World } from '../properties/rig/world.ts';
import { comeBack, expectNothingMore, moveIn, staffOf } from './writers.ts';

export type Hurt = { readonly nodes: Nodes; readonly world: World; readonly writers: readonly string[] };

/** For all tests of a suite: nodes, a world on them, and four writers. No node may end by itself. */
export function nodesFor(options: () => Parameters<typeof openNodes>[0]): () => Hurt {
  let nodes: Nodes | undefined;
  let world: World | undefined;
  let hurt: Hurt | undefined;
  beforeAll(async () => {
    nodes = await openNodes(options());
    world = await foundWorld(nodes);
    const writers = await staffOf(world, 4);
    await moveIn(world, nodes);
    hurt = { nodes, world, writers };
  }, 120_000);
  afterAll(async () => {
    world?.close();
    const deaths = nodes?.deaths ?? [];
    await nodes?.close();
    expect(deaths).toEqual([]);
  }, 60_000);
  return () => {
    if (!hurt) throw new Error('The nodes are opened before the first test.');
    return hurt;
  };
}

/** The faults to come may cost anybody the connection. */
export function mayBeThrownOut(world: World): void {
  for (const { watch } of world.people.values()) if (watch) watch.mayEnd = true;
}

/** Nothing was found amiss since the last time, and there is no entry that the oracle does not know. */
export async function expectEqual(world: World): Promise<void> {
  expect(world.faults.splice(0).slice(0, 5)).toEqual([]);
  await expectNothingMore(world);
}

/** Resumes everybody whom the fault threw out, and compares all with the oracle. */
export async function allEqual(world: World): Promise<void> {
  await comeBack(world);
  await world.quiet();
  await expectEqual(world);
}
