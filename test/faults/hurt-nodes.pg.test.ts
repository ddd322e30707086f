import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { terminateBackends } from '../properties/rig/open-nodes.ts';
import { postgresThere, server } from '../properties/rig/own-place.ts';
import { describeCommit } from './at-commit.contract.ts';
import { allEqual, expectEqual, mayBeThrownOut, nodesFor } from './hurt.ts';
import { PostgresLine } from './postgres-line.ts';
import { expectNoHole, writeAll, writeOne } from './writers.ts';

/** Few in every run, many in the long one. */
const behind = Number(process.env['GENKAN_COMMANDS'] ?? 2000) / 20;

const whenPostgres = (await postgresThere()) ? describe : describe.skip;

whenPostgres('two nodes on PostgreSQL', () => {
  const line = new PostgresLine(server);
  beforeAll(() => line.listen());
  afterAll(() => line.close());
  const hurt = nodesFor(() => ({ count: 2, through: line.through }));

  test('[FT4] database sessions that are terminated while they write lose nothing and double nothing', async () => {
    const { nodes, world, writers } = hurt();
    mayBeThrownOut(world);
    let writing = true;
    const terminating = (async () => {
      let terminated = 0;
      while (writing) {
        await sleep(randomInt(20, 120));
        terminated += await terminateBackends(nodes);
      }
      return terminated;
    })();
    const written = await writeAll(world, writers, 200).finally(() => (writing = false));
    expect(await terminating).toBeGreaterThan(0);
    expectNoHole(written);
    await allEqual(world);
  }, 300_000);

  test.each(['before its statement', 'behind its commit'] as const)(
    '[FT5] a node stopped in the middle of a turn, %s, does not stop its portal on the other node',
    async (side) => {
      const { nodes, world, writers } = hurt();
      const [first = '', ...others] = writers;
      world.only(0);
      const there = await world.connect(world.administrator);
      world.only(1);
      const turn = line.hold(side);
      const stopped = writeOne(world, first, 0);
      const held = await turn;
      nodes.freeze(1);
      world.only(0);
      const written = await writeAll(world, others, 99);
      const { token } = (await there.socket.ask('caught-up', {})) as { token: string };
      expect(world.open(token)).toBeGreaterThanOrEqual(world.now.sequence);
      nodes.thaw(1);
      held.pass();
      world.only(null);
      expectNoHole([...written, await stopped]);
      await world.quiet();
      await expectEqual(world);
    },
    60_000,
  );

  test(`[FT5] [TL18] a node that was stopped for ${behind} commands catches up while the other goes on writing, with every socket that waited for it`, async () => {
    const { nodes, world, writers } = hurt();
    mayBeThrownOut(world); // a client gives up a node that is silent for long
    nodes.freeze(1);
    world.only(0);
    const meanwhile = await writeAll(world, writers, behind);
    nodes.thaw(1);
    const after = await writeAll(world, writers, 100);
    expectNoHole([...meanwhile, ...after]);
    await world.quiet();
    world.only(1);
    await allEqual(world);
    world.only(null);
  }, 300_000);

  describeCommit(hurt, line);
});
