import { createServer } from 'node:net';
import { createClient } from 'redis';
import { describeHints } from './hints.contract.ts';
import { HintsRedis } from './hints-redis.ts';
import { uuid } from './test/turns.ts';

const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const forger = createClient({ url: redisUrl, socket: { reconnectStrategy: false } }).on('error', () => {});
const isThere = await forger.connect().then(
  () => true,
  () => false,
);
if (!isThere && process.env['CI'] === 'true') throw new Error(`Redis does not answer at ${redisUrl}.`);

if (isThere) {
  const channel = `genkan-${uuid()}`;
  describeHints('Redis', {
    node: async () => {
      const hints = new HintsRedis({ redisUrl, channel });
      await hints.listening;
      return hints;
    },
    forge: async (message) => void (await forger.publish(channel, message)),
    close: async () => void (await forger.close()),
  });
} else test.skip('hints by Redis: no Redis answers (TEST_REDIS_URL)', () => {});

test('[TL16] [P10] while Redis is away commits are told to nobody, without an error or a queue', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const troubles: unknown[] = [];
  const troubled = new Promise<void>((resolve) => {
    const hints = new HintsRedis({
      redisUrl: `redis://127.0.0.1:${port}`,
      coalesce: 0,
      trouble: (error) => {
        troubles.push(error);
        if (troubles.length > 3) void hints.close().then(resolve);
      },
    });
    for (let head = 1; head < 50; head++) hints.committed(uuid(), head);
  });
  await troubled;
  server.close();
});
