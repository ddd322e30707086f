import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Packet } from '@genkan/realtime/packet';
import { Directness } from '@genkan/server/socket/directness';
import { SocketWriter } from '@genkan/server/socket/socket-writer';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as Client } from 'socket.io-client';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Everything a connection is sent bears the next number of one count, whatever way it leaves. */
class Sender {
  readonly #socket: Socket;
  readonly #writer: SocketWriter;
  readonly #chance: () => number;
  sent = 0;
  written = 0;
  /** Frames that went the usual way; all others went straight to the kernel. */
  usual = 0;

  constructor(socket: Socket, directness: Directness, chance: () => number) {
    this.#socket = socket;
    this.#chance = chance;
    const send = socket.conn.send.bind(socket.conn);
    socket.conn.send = (...given) => {
      this.usual += 1;
      return send(...given);
    };
    this.#writer = new SocketWriter(socket, directness);
    socket.on('ask', (ack: (n: number) => void) => ack(this.sent++));
    socket.on('command', () => {
      this.frame(0); // the effect, and behind it the answer
      if (this.#chance() < 0.5) this.frame(0);
      else this.#socket.emit('event', { n: this.sent++ });
    });
  }

  frame(padding: number): void {
    this.written += 1;
    this.#writer.write(new Packet('frame', JSON.stringify({ n: this.sent++, padding: 'x'.repeat(padding) })));
  }

  async step(): Promise<void> {
    const chance = this.#chance();
    if (chance < 0.6) this.frame(Math.floor(this.#chance() * 200));
    else if (chance < 0.64) this.frame(70_000);
    else if (chance < 0.67) this.#socket.emit('event', { n: this.sent++, padding: 'x'.repeat(70_000) });
    else if (chance < 0.8) this.#socket.emit('event', { n: this.sent++ });
    else if (chance < 0.85) this.#socket.emit('asked', { n: this.sent++ }, () => undefined);
    else if (chance < 0.99) await turn();
    else await sleep(1);
  }
}

/** A stock client that notes all numbers in the order they come, and asks and commands meanwhile. */
class Receiver {
  readonly got: number[] = [];
  readonly client: Client;
  pings = 0;
  #heard: () => void = () => undefined;

  constructor(client: Client) {
    this.client = client;
    const note = (n: number): void => {
      this.got.push(n);
      this.#heard();
    };
    client.on('frame', ({ n }: { n: number }) => note(n));
    client.on('event', ({ n }: { n: number }) => note(n));
    client.on('asked', ({ n }: { n: number }, ack: () => void) => {
      note(n);
      ack();
    });
    client.on('talk', ({ n, ask }: { n: number; ask: boolean }) => {
      note(n);
      if (ask) client.emit('ask', note);
      else client.emit('command');
    });
    client.io.on('ping', () => (this.pings += 1));
  }

  /** Resolves when the transport has let go too. */
  async close(): Promise<void> {
    const { engine } = this.client.io;
    const closed = new Promise((resolve) => engine.once('close', resolve));
    this.client.disconnect();
    await closed;
  }

  has(fits: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#heard = () => fits() && resolve();
      this.#heard();
    });
  }
}

describe.each([
  ['as the libraries are built', false],
  ['when they are in doubt', true],
])('packets of every kind at once, %s', (_, inDoubt) => {
  let http: HttpServer;
  let server: Server;
  let url: string;
  beforeEach(async () => {
    http = createServer();
    server = new Server(http, { perMessageDeflate: false, serveClient: false, pingInterval: 20, pingTimeout: 10_000 });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  const directness = (): Directness => {
    const made = new Directness(() => undefined);
    const strange = { readyState: 'open', writeBuffer: [], transport: { name: 'websocket' } };
    if (inDoubt) made.of(strange);
    return made;
  };

  const connected = async (transports: string[], seed: number) => {
    const accepted = once(server, 'connection');
    const client = io(url, { forceNew: true, reconnection: false, transports });
    const receiver = new Receiver(client);
    const [socket] = (await accepted) as [Socket];
    return { receiver, socket, sender: new Sender(socket, directness(), chances(seed)) };
  };

  test.each([
    ['WebSocket', ['websocket']],
    ['polling that becomes WebSocket', ['polling', 'websocket']],
    ['polling', ['polling']],
  ])(
    '[SV17] [SV34] over %s none is lost, doubled, out of order or overtaken',
    async (name, transports) => {
      const seed = randomInt(2 ** 31);
      const { receiver, socket, sender } = await connected(transports, seed);
      const chance = chances(seed + 1);
      const upgraded = transports.length > 1 ? once(socket.conn, 'upgrade') : Promise.resolve();
      for (let step = 0; step < 3000; step++) {
        await sender.step();
        if (chance() < 0.05) socket.emit('talk', { n: sender.sent++, ask: chance() < 0.5 });
        if (step === 300) await upgraded;
        if (step % 500 === 499) await receiver.has(() => receiver.got.length === sender.sent); // and again from idle
      }
      const pings = receiver.pings;
      await new Promise<void>((resolve) => receiver.client.io.once('ping', resolve));
      await receiver.has(() => receiver.got.length >= sender.sent);
      expect({ seed, got: receiver.got }).toEqual({ seed, got: Array.from({ length: sender.sent }, (__, n) => n) });
      expect(receiver.pings).toBeGreaterThan(pings);
      const direct = sender.written - sender.usual;
      if (inDoubt || name === 'polling') expect(direct).toBe(0);
      else expect(direct).toBeGreaterThan(sender.written / 4);
      if (transports[0] === 'polling') expect(sender.usual).toBeGreaterThan(0);
      await receiver.close();
    },
    15_000,
  );
});
