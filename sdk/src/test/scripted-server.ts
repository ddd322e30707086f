import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { AbilityCard, Hello, ServerToClient, Welcome } from '../contract.ts';

/** One connection as the script sees it: what the client said, in order, and a mouth. */
export class Guest {
  readonly hello: Hello;
  readonly #socket: Socket;
  readonly #said: { event: string; message: unknown; ack?: (answer: unknown) => void }[] = [];
  #told = (): void => {};

  constructor(socket: Socket) {
    this.#socket = socket;
    this.hello = socket.handshake.auth as Hello;
    socket.onAny((event: string, message: unknown, ack?: (answer: unknown) => void) => {
      this.#said.push({ event, message, ...(ack && { ack }) });
      this.#told();
    });
  }

  say<E extends keyof ServerToClient>(event: E, message: ServerToClient[E]): void {
    this.#socket.emit(event, message);
  }

  /** The next thing of that kind the client says; others before it stay. Its `ack` is called by the script. */
  async heard(event: string): Promise<{ message: unknown; ack: (answer: unknown) => void }> {
    for (;;) {
      const at = this.#said.findIndex((each) => each.event === event);
      const [found] = at < 0 ? [] : this.#said.splice(at, 1);
      if (found) return { message: found.message, ack: found.ack ?? (() => {}) };
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  /** How often something of that kind waits to be heard. */
  waiting(event: string): number {
    return this.#said.filter((each) => each.event === event).length;
  }

  get gone(): boolean {
    return !this.#socket.connected;
  }

  /** Cuts the line without a word. */
  cut(): void {
    this.#socket.conn.close();
  }
}

/** A real Socket.IO server that says what the test tells it to. */
export class ScriptedServer {
  readonly #http: HttpServer = createServer();
  readonly #io = new Server(this.#http, { transports: ['websocket', 'polling'] });
  readonly #guests: Guest[] = [];
  readonly #refusals: object[] = [];
  #came = (): void => {};

  async listen(): Promise<string> {
    this.#io.use((_socket, next) => {
      const refusal = this.#refusals.shift();
      next(refusal && Object.assign(new Error('refused'), { data: refusal }));
    });
    this.#io.on('connection', (socket) => {
      this.#guests.push(new Guest(socket));
      this.#came();
    });
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** The next handshake is refused at the door. */
  refuse(data: { code: string; message: string; retryAfterMs: number | null }): void {
    this.#refusals.push(data);
  }

  async guest(): Promise<Guest> {
    for (;;) {
      const guest = this.#guests.shift();
      if (guest) return guest;
      await new Promise<void>((resolve) => (this.#came = resolve));
    }
  }

  async close(): Promise<void> {
    await this.#io.close();
  }
}

export const card = (fields: string[] = ['Name', 'Stage']): AbilityCard => ({
  kind: 'portal-user',
  userType: { id: '7e7f0b0e-3b1e-4f0e-9a53-0d6b8f3c2a11', name: 'Reseller' },
  portal: { name: 'Acme', currency: 'EUR', locale: 'en', zone: 'UTC' },
  staffRights: [],
  commands: ['update-record'],
  tabs: {
    Deals: {
      label: 'Deals',
      view: 'list',
      layouts: { Standard: fields },
      fields: Object.fromEntries(fields.map((name) => [name, { label: name, type: 'text', required: false }])),
      create: null,
      rights: [
        { edit: ['Stage'], delete: false, copy: false, restore: false },
        { edit: [], delete: true, copy: false, restore: false },
      ],
    },
  },
});

export const welcome = (resumed = false, ability = card()): Welcome => ({
  protocol: 1,
  portal: 'acme',
  member: { id: '7e7f0b0e-3b1e-4f0e-9a53-0d6b8f3c2a12', record: null },
  ticket: 'ticket',
  resumed,
  ability,
  limits: { messageBytes: 262_144, commandsPerSecond: 100, subscriptions: 50 },
});
