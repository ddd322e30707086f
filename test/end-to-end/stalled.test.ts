import type { Socket as TcpSocket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer, type Line, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer({ env: { STALLED_SECONDS: '1' } });
  world = await makeWorld(server);
}, 60_000);
afterAll(() => server.close());

const tcpOf = ({ socket }: Line): TcpSocket =>
  (socket.io.engine.transport as unknown as { ws: { _socket: TcpSocket } }).ws._socket;

test('[SV36] [P9] a client that never reads is told bye and closed, and goes on later from where it was', async () => {
  const { broadcaster } = await server.house.portals.open(world.id);
  const [admin, other] = [await world.admin(), await world.kei()];
  const line = await admin.connect();
  const reader = await other.connect();
  await Promise.all([line.subscribe('Deals'), reader.subscribe('Deals')]);
  const { ticket } = await line.next('welcome');
  const { token } = await line.ask('caught-up', {});
  tcpOf(line).pause();
  // More than the buffers of two kernels hold, a frame at a time; what waits behind them is bounded.
  const change = (Description: string) =>
    world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Description } });
  for (let n = 0; n < 400 && broadcaster.size === 2; n++) await change(`${n} ${'x'.repeat(30_000)}`);
  while (broadcaster.size === 2) await turn();
  await change('after it was closed');
  tcpOf(line).resume();
  expect(await line.next('bye')).toMatchObject({ code: 'too-slow', retryAfterMs: 1000 });
  await line.next('closed');

  const back = await admin.connect({ cursor: { ticket, token }, subscriptions: ['Deals'] });
  expect((await back.next('welcome')).resumed).toBe(true);
  const frame = await back.next('frame', ({ changes }) => changes.length > 0);
  expect(frame.changes).toEqual([
    { op: 'patch', module: 'Deals', id: world.deals.shared, fields: { Description: 'after it was closed' } },
  ]);
  expect(reader.heard.filter(({ event }) => event === 'bye' || event === 'closed')).toEqual([]);
  await back.close();
  await reader.close();
}, 30_000);
