import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CredentialStore } from '@genkan/identity/credential-store';
import { freshPostgresUrl, isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { spawnServer, startServer, type TestServer } from '../support/server.ts';
import { secret } from './rig/open-house.ts';
import { Receivers } from './rig/receivers.ts';
import { freshCanary, of, smallPortal, step, take } from './small-portal.ts';

const env = { SECRET_KEY: secret };
let server: TestServer;
let credentials: CredentialStore;
beforeAll(async () => {
  server = await startServer({
    env,
    wrap: (ground) => ({ ...ground, credentials: (credentials = ground.credentials) }),
  });
});
afterAll(() => server.close());

const move = fc.oneof(
  { weight: 4, arbitrary: step },
  fc.record({ do: fc.constant('connect' as const), pick: fc.nat(1) }),
  fc.record({ do: fc.constant('leave' as const), pick: fc.nat(1) }),
);

test('[G-37] [P13] where sessions ended in order, who received a value is who has it among the bytes that came', async () => {
  let [nth, values] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 6, maxLength: 18 }), async (moves) => {
      const small = await smallPortal(server, `received-${++nth}`);
      const receivers = new Receivers(server, credentials, small);
      const sequences = new Set<number>();
      for (const one of moves) {
        if (one.do === 'connect') await receivers.connect(of(small.members, one.pick));
        else if (one.do === 'leave') await receivers.leave(of(small.members, one.pick));
        else await take(small, one);
        await receivers.settle();
        sequences.add(await server.house.log.head(small.id));
      }
      const received = await receivers.received();
      expect([...(await receivers.accounted(sequences))].sort()).toEqual([...received].sort());
      values += received.size;
    }),
    { numRuns: Number(process.env['GENKAN_PAST_RUNS'] ?? 50) },
  );
  expect(values).toBeGreaterThan(50); // one a history: how many there are is chance
}, 900_000);

/** How long after a node's death something may still be laid to the sessions that died with it, in milliseconds. */
const atMost = 10_000;
const kills = Number(process.env['GENKAN_KILLS'] ?? 3);

if (await isPostgresThere()) {
  test(`[SV31] after kill -9 the account holds every byte that came, and nothing from ${atMost / 1000} s on`, async () => {
    const { url, drop } = await freshPostgresUrl();
    let own: CredentialStore | undefined;
    const first = await startServer({
      databaseUrl: url,
      env,
      wrap: (ground) => ({ ...ground, credentials: (own = ground.credentials) }),
    });
    const small = await smallPortal(first, 'killed');
    const receivers = new Receivers(first, own!, small);
    const [changing = '', ...still] = small.deals;
    let writing = false;
    const write = async (): Promise<void> => {
      while (writing) await small.act('update-record', { module: 'Deals', id: changing, set: { Name: freshCanary() } });
    };
    const heads: number[] = [];
    let died = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const node = await spawnServer({ DATABASE_URL: url, ...env });
      writing = true;
      const written = write();
      const sockets = await Promise.all(small.members.map((member) => receivers.connect(member, node.url)));
      // Some die with the first picture, others while they are told what happens.
      await Promise.all(sockets.map((socket) => socket.event('snapshot')));
      if (kill % 3 > 0) await sleep(50 * (kill % 7));
      node.process.kill('SIGKILL');
      await once(node.process, 'exit');
      died = Date.now();
      for (const member of small.members) receivers.gone(member);
      writing = false;
      await written;
      heads.push(await first.house.log.head(small.id));
    }
    const head = await first.house.log.head(small.id);
    const received = await receivers.received();
    const everywhere = Array.from({ length: head }, (_, n) => n + 1);
    const accounted = new Set([
      ...(await receivers.accounted(everywhere, [changing])),
      ...(await receivers.accounted(heads, still)),
    ]);
    expect(received.size).toBeGreaterThan(kills);
    expect([...received].filter((one) => !accounted.has(one))).toEqual([]);
    const { deliveries } = first.house;
    expect(await deliveries.whoReceived(small.id, 'Deals', head + 1, died + atMost + 1)).toEqual([]);
    await first.close();
    await drop();
  }, 600_000);
} else test.skip('who received it after a kill: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
