import { io, type Socket } from 'socket.io-client';

/** A packet as it came: its bytes, and what they say. `ack` answers an emit of ours. */
export type Packet = {
  readonly bytes: string;
  readonly kind: 'event' | 'ack' | 'other';
  readonly name: string;
  readonly body: unknown;
  /** When it came, by this process's clock. */
  readonly at: number;
};
export type Place = { readonly ticket: string; readonly token: string };
export type Hello = {
  readonly token: string;
  readonly cursor?: Place | undefined;
  readonly subscriptions?: readonly string[];
};

const packet = /^([0-6])(?:(\d+)-)?(?:\/[^,]*,)?(\d+)?(.*)$/s;

function read(bytes: string): Packet {
  const at = performance.now();
  const [, type, , , text = ''] = packet.exec(bytes) ?? [];
  const body = text === '' ? null : (JSON.parse(text) as unknown);
  if (type === '2' && Array.isArray(body)) return { bytes, kind: 'event', name: String(body[0]), body: body[1], at };
  if (type === '3' && Array.isArray(body)) return { bytes, kind: 'ack', name: 'ack', body: body[0], at };
  return { bytes, kind: 'other', name: type === '4' ? 'refused' : 'other', body, at };
}

type Wire = { readyState: number; pause(): void; resume(): void; once(event: 'close', heard: () => void): void };
const wireClosed = 3;

type Engine = {
  on(event: 'packet', listener: (packet: { type: string; data?: unknown }) => void): void;
  readonly transport: { readonly ws?: Wire };
};

/** How long an answer may take before the test calls it lost. Never reached when all is well. */
const lost = 10_000;

/**
 * A client that trusts nobody: it keeps every byte that arrives, in order, and decodes it itself. Packets are handed
 * over as they come; nothing is dropped, merged or repaired on the way.
 */
export class RawSocket {
  readonly packets: Packet[] = [];
  closed = false;
  paused = false;
  readonly opened = performance.now();
  /** When it began to read again after it had not, by this process's clock. */
  readSince = 0;
  readonly #socket: Socket;
  #waiting: (() => void)[] = [];

  constructor(url: string, hello: Hello, protocol = 1) {
    this.#socket = io(url, {
      auth: { protocol, ...hello },
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { origin: url },
      forceNew: true,
    });
    this.#engine().on('packet', ({ type, data }) => {
      if (type === 'message')
        this.#take(typeof data === 'string' ? data : Buffer.from(data as Uint8Array).toString('latin1'));
    });
    for (const event of ['disconnect', 'connect_error'] as const) {
      this.#socket.on(event, () => {
        this.closed = true;
        this.#wake();
      });
    }
  }

  #engine(): Engine {
    return this.#socket.io.engine as unknown as Engine;
  }

  #take(bytes: string): void {
    this.packets.push(read(bytes));
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }

  /** Waits until `found` answers something; undefined when the socket closed first. */
  async until<T>(what: string, found: () => T | undefined): Promise<T | undefined> {
    const end = Date.now() + lost;
    for (;;) {
      const result = found();
      if (result !== undefined || this.closed) return result;
      if (Date.now() > end)
        throw new Error(`Waited ${lost} ms for ${what}. Last: ${this.packets.at(-1)?.bytes.slice(0, 300)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lost);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  event(name: string, from = 0): Promise<Packet | undefined> {
    return this.until(name, () => this.packets.slice(from).find((one) => one.kind === 'event' && one.name === name));
  }

  /** Emits and waits for the acknowledgement; undefined when the socket closed first. */
  async ask(name: string, body: unknown): Promise<unknown> {
    let answer: { value: unknown } | undefined;
    this.#socket.emit(name, body, (value: unknown) => {
      answer = { value };
      this.#wake();
    });
    return (await this.until(`the answer to ${name}`, () => answer))?.value;
  }

  tell(name: string, body: unknown): void {
    this.#socket.emit(name, body);
  }

  /** Stops reading from the network, as a client does that hangs; the kernel's buffers fill behind it. */
  pause(): void {
    this.#engine().transport.ws?.pause();
    this.paused = true;
  }

  resume(): void {
    this.#engine().transport.ws?.resume();
    this.paused = false;
    this.readSince = performance.now();
  }

  /** A paused socket reads again first: else the close would wait for an answer it never reads. */
  close(): void {
    if (this.paused) this.resume();
    this.closed = true;
    this.#socket.disconnect();
  }

  /** Closes, and resolves when the server has let go too: whatever happens from then on, it knows of the end. */
  async end(): Promise<void> {
    const { ws } = this.#engine().transport;
    const gone = ws && ws.readyState !== wireClosed ? new Promise<void>((heard) => ws.once('close', heard)) : null;
    this.close();
    await gone;
  }
}
