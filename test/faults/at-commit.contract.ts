import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import type { Nodes } from '../properties/rig/house.ts';
import { connected, onServer } from '../properties/rig/own-place.ts';
import { allEqual, mayBeThrownOut, type Hurt } from './hurt.ts';
import type { PostgresLine, Side } from './postgres-line.ts';
import { expectNoHole, writeAll, writeOne, type Written } from './writers.ts';

/** From now on whoever moves a head waits at COMMIT, where deferred constraints are judged, for the lock 7203. */
const waitAtCommit = `
  create function wait_at_commit() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock_shared(7203); return null; end $$;
  create constraint trigger wait_at_commit after update on portal_head deferrable initially deferred
    for each row execute function wait_at_commit()`;

/** Lets nobody commit until its connection ends. */
async function holdCommits({ database }: Nodes): Promise<Client> {
  const client = await connected(database);
  await client.query('select pg_advisory_lock(7203)');
  return client;
}

/** A session of the nodes that waits for this, once there is one. */
async function waiting({ database }: Nodes, event: 'advisory' | 'transactionid'): Promise<number> {
  const text = 'select pid from pg_stat_activity where datname = $1 and wait_event = $2';
  for (;;) {
    const { rows } = await onServer((client) => client.query<{ pid: number }>(text, [database, event]));
    if (rows[0]) return rows[0].pid;
    await sleep(2);
  }
}

/** Cuts the connection of a turn, lets others pass, and again. */
function cutNowAndThen(line: PostgresLine, side: Side): { readonly made: () => number; readonly end: () => void } {
  let made = 0;
  let ended = false;
  void (async () => {
    while (!ended) {
      (await line.hold(side)).cut();
      made += 1;
      await sleep(randomInt(2, 40));
    }
  })();
  const end = (): void => {
    ended = true;
    line.forget();
  };
  return { made: () => made, end };
}

/** What a turn comes to whose session of PostgreSQL ends at its COMMIT. */
export function describeCommit(hurt: () => Hurt, line: PostgresLine): void {
  beforeAll(() => onServer((client) => client.query(waitAtCommit), hurt().nodes.database));

  test('[FT8] terminated at COMMIT: nothing was committed, and the command has its one effect after all', async () => {
    const { nodes, world, writers } = hurt();
    mayBeThrownOut(world);
    const written: Written[] = [];
    for (let n = 0; n < 10; n += 1) {
      const lock = await holdCommits(nodes);
      const writing = writeOne(world, writers[n % 4] ?? '', n);
      const pid = await waiting(nodes, 'advisory');
      const { rows } = await lock.query<{ ended: boolean }>('select pg_terminate_backend($1, 5000) as ended', [pid]);
      expect(rows).toEqual([{ ended: true }]);
      await lock.end();
      written.push(await writing);
    }
    expectNoHole(written);
    expect(written.filter(({ replayed }) => replayed)).toEqual([]);
    await allEqual(world);
  }, 60_000);

  test.each(['before its commit', 'behind its commit'] as const)(
    '[FT8] its connection cut %s, while four write at two nodes: one order without a hole, one effect each',
    async (side) => {
      const { world, writers } = hurt();
      mayBeThrownOut(world);
      const cuts = cutNowAndThen(line, side);
      const written = await writeAll(world, writers, 200).finally(cuts.end);
      expect(cuts.made()).toBeGreaterThan(5);
      expectNoHole(written);
      expect(written.some(({ replayed }) => replayed)).toBe(side === 'behind its commit');
      await allEqual(world);
    },
    60_000,
  );

  test('[FT8] its connection cut while it commits, unseen by PostgreSQL: the repeat waits for it and answers from its receipt', async () => {
    const { nodes, world, writers } = hurt();
    world.only(0);
    mayBeThrownOut(world);
    const written: Written[] = [];
    for (let n = 0; n < 5; n += 1) {
      const lock = await holdCommits(nodes);
      const writing = writeOne(world, writers[n % 4] ?? '', n);
      await waiting(nodes, 'advisory');
      line.cut();
      await waiting(nodes, 'transactionid');
      await lock.end();
      written.push(await writing);
    }
    world.only(null);
    expectNoHole(written);
    expect(written.filter(({ replayed }) => !replayed)).toEqual([]);
    await allEqual(world);
  }, 60_000);
}
