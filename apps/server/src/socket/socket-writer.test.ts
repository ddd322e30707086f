import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Packet } from '@genkan/realtime/packet';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { Directness } from './directness.ts';
import { SocketWriter } from './socket-writer.ts';

/** These versions are built as expected, or the test has failed. */
const directness = () =>
  new Directness(() => {
    throw new Error('Frames would leave the slower way.');
  });

describe('a session’s way out over Socket.IO', () => {
  let http: HttpServer;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    http = createServer();
    server = new Server(http, { perMessageDeflate: false, serveClient: false });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const connected = async (options: object) => {
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const client = io(url, { forceNew: true, reconnection: false, ...options });
    return { client, socket: await accepted };
  };

  test.each([
    ['WebSocket', { transports: ['websocket'] }],
    ['polling', { transports: ['polling'] }],
    ['polling that becomes WebSocket', { transports: ['polling', 'websocket'] }],
  ])('[SV17] over %s shared frames, own events and acknowledgements keep their order', async (_, options) => {
    const { client, socket } = await connected(options);
    const writer = new SocketWriter(socket, directness());
    const got: number[] = [];
    const last = 600;
    const all = new Promise<void>((resolve) =>
      client.on('n', ({ n }: { n: number }) => got.push(n) === last && resolve()),
    );
    for (let n = 0; n < last; n++) {
      const padding = 'x'.repeat(n % 50 === 0 ? 70_000 : n % 7);
      if (n % 3 === 0) socket.emit('n', { n, padding });
      else writer.write(new Packet('n', JSON.stringify({ n, padding })));
      if (n % 20 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await all;
    expect(got).toEqual(Array.from({ length: last }, (__, n) => n));
    client.disconnect();
  });

  test('[SV18] what a slow client has not taken is counted, and told when it has', async () => {
    const { client, socket } = await connected({ transports: ['websocket'] });
    const writer = new SocketWriter(socket, directness());
    const raw = (client.io.engine.transport as unknown as { ws: { _socket: { pause(): void; resume(): void } } }).ws
      ._socket;
    let taken = 0;
    client.on('big', () => (taken += 1));
    raw.pause();
    const big = new Packet('big', JSON.stringify({ text: 'x'.repeat(1_000_000) }));
    let sent = 0;
    for (; writer.buffered() === 0 && sent < 100; sent++) {
      writer.write(big);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(writer.buffered()).toBeGreaterThan(0);
    const drained = new Promise<void>((resolve) => writer.onDrain(resolve));
    raw.resume();
    await drained;
    expect(writer.buffered()).toBe(0);
    const counted = new Promise<void>((resolve) => client.on('end', () => resolve()));
    writer.write(new Packet('end', '{}'));
    await counted;
    expect(taken).toBe(sent);
    client.disconnect();
  });

  test('[SV18] a connection that closes lets go of whoever waits for it', async () => {
    const { client, socket } = await connected({ transports: ['websocket'] });
    const writer = new SocketWriter(socket, directness());
    const raw = (client.io.engine.transport as unknown as { ws: { _socket: { pause(): void; destroy(): void } } }).ws
      ._socket;
    raw.pause();
    const big = new Packet('big', JSON.stringify({ text: 'x'.repeat(20_000_000) }));
    writer.write(big);
    const drained = new Promise<void>((resolve) => writer.onDrain(resolve));
    raw.destroy();
    await drained;
  });

  test('[SV35] a closed connection that reads nothing is cut off after a while, what waits for it with it', async () => {
    const { client, socket } = await connected({ transports: ['websocket'] });
    const writer = new SocketWriter(socket, directness(), 20);
    const own = (socket.conn as unknown as { transport: { socket: { _socket: TcpSocket } } }).transport.socket._socket;
    const raw = (client.io.engine.transport as unknown as { ws: { _socket: TcpSocket } }).ws._socket;
    raw.pause();
    writer.write(new Packet('big', JSON.stringify({ text: 'x'.repeat(20_000_000) })));
    socket.emit('behind it', {});
    const closed = once(own, 'close');
    writer.close();
    await closed;
    expect(socket.conn.readyState).toBe('closed');
    raw.destroy();
  });

  test('[SV35] one that reads again in time gets all that was written, and the end of it', async () => {
    const { client, socket } = await connected({ transports: ['websocket'] });
    const writer = new SocketWriter(socket, directness(), 25_000);
    const raw = (client.io.engine.transport as unknown as { ws: { _socket: TcpSocket } }).ws._socket;
    const heard: string[] = [];
    client.onAny((event: string) => heard.push(event));
    const ended = new Promise<void>((resolve) => client.on('disconnect', () => resolve()));
    raw.pause();
    writer.write(new Packet('big', JSON.stringify({ text: 'x'.repeat(20_000_000) })));
    const unsent = writer.unsent();
    expect(unsent).toBeGreaterThan(0);
    writer.write(new Packet('bye', '{}'));
    writer.close();
    raw.resume();
    await ended;
    expect(heard).toEqual(['big', 'bye']);
  });
});
