import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from '../oracle/commands.ts';
import { view } from '../oracle/see.ts';
import { fresh, foundWorld } from '../properties/rig/ground.ts';
import type { Nodes } from '../properties/rig/house.ts';
import { openNodes } from '../properties/rig/open-nodes.ts';
import { postgresThere } from '../properties/rig/own-place.ts';
import type { Watch } from '../properties/rig/watch.ts';
import type { World } from '../properties/rig/world.ts';
import { expectNoHole, expectNothingMore, moveIn, staffOf, writeAll } from './writers.ts';

const commands = Number(process.env['GENKAN_COMMANDS'] ?? 2000);
const redis = process.env['GENKAN_TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const nobodyThere = 'redis://127.0.0.1:9';
const whenPostgres = (await postgresThere()) ? describe : describe.skip;

/** How long until a socket has heard of a sequence, by the frame's own token, in milliseconds. */
async function heard(world: World, { socket }: Watch, sequence: number): Promise<number> {
  const begun = performance.now();
  await socket.until(`sequence ${sequence}`, () =>
    socket.packets.findLast(({ kind, name, body }) => {
      const token = kind === 'event' && name === 'frame' ? (body as { token: string | null }).token : null;
      return token !== null && (world.open(token) ?? 0) >= sequence;
    }),
  );
  return performance.now() - begun;
}

whenPostgres.each([
  ['NOTIFY between them', commands, {}],
  ['Redis between them', commands / 5, { REDIS_URL: redis }],
  ['nothing but polling', commands / 5, { REDIS_URL: nobodyThere }],
])('two nodes on one database, %s', (_, count, env) => {
  let nodes: Nodes;
  let world: World;
  let writers: readonly string[];
  beforeAll(async () => {
    nodes = await openNodes({ count: 2, env });
    world = await foundWorld(nodes);
    writers = await staffOf(world, 4);
    await moveIn(world, nodes);
  }, 120_000);
  afterAll(async () => {
    world?.close();
    await nodes?.close();
    expect(nodes?.deaths).toEqual([]);
  }, 30_000);

  test(`[FT1] ${count} commands of four writers: one order without a hole, one effect each, equal replicas`, async () => {
    await world.quiet();
    const before = world.now.sequence;
    const written = await writeAll(world, writers, count);
    expectNoHole(written);
    expect(Math.min(...written.map(({ sequence }) => sequence))).toBe(before + 1);
    await world.quiet();
    expect(world.faults.slice(0, 5)).toEqual([]);
    await expectNothingMore(world);
  }, 600_000);

  test('[FT2] the same command at both nodes at once has one effect and one answer', async () => {
    for (let n = 0; n < 20; n += 1) await world.twice(world.administrator);
    await world.quiet();
    expect(world.faults.slice(0, 5)).toEqual([]);
  }, 60_000);

  test('[FT6] [P10] what one node commits every socket that sees it has heard within a second, whichever node it is at', async () => {
    const deal = [...world.now.rows.values()].find(({ module, deleted }) => module === 'Deals' && !deleted);
    const id = deal?.id ?? '';
    const sees = (member: string): boolean => 'Name' in (view(world.now, member, 'Deals').get(id)?.fields ?? {});
    const watches: Watch[] = [];
    for (const member of [...world.people.keys()].filter(sees)) {
      world.only(watches.length % 2);
      watches.push(await world.connect(member));
    }
    world.only(null);
    expect(watches.length).toBeGreaterThan(1);
    await world.quiet();
    const times: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const command: Command = { name: 'update-record', input: { module: 'Deals', id, set: { Name: fresh() } } };
      const { sequence } = await world.insist(writers[n % 4] ?? '', command);
      times.push(Math.max(...(await Promise.all(watches.map((watch) => heard(world, watch, sequence))))));
    }
    await world.quiet();
    expect(world.faults.slice(0, 5)).toEqual([]);
    expect(times.sort((a, b) => a - b)[18]).toBeLessThan(1000);
  }, 60_000);
});
