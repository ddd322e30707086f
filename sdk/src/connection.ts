import { io, type Socket } from 'socket.io-client';
import type { Clock } from './clock.ts';
import {
  begin,
  next,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type Step,
} from './connection-state.ts';
import {
  protocolVersion,
  type AbilityCard,
  type Bye,
  type EntryCard,
  type Frame,
  type Hello,
  type Present,
  type Refused,
  type Reset,
  type Self,
  type Snapshot,
  type Welcome,
  type WindowPage,
  type WindowRefused,
} from './contract.ts';
import { tokenLifeMs } from './token-life.ts';

/** Gives the access token: at the start, when it runs out, when it was refused. Null: nobody is signed in. */
export type Auth = (why: 'start' | 'expiring' | 'revoked', signal: AbortSignal) => Promise<string | null>;

/** What the server says, with the bytes it took on the wire. */
export type Heard = {
  welcome(message: Welcome, bytes: number): void;
  snapshot(message: Snapshot, bytes: number): void;
  frame(message: Frame, bytes: number): void;
  ability(message: AbilityCard, bytes: number): void;
  self(message: Self, bytes: number): void;
  reset(message: Reset, bytes: number): void;
  refused(message: Refused, bytes: number): void;
  present(message: Present, bytes: number): void;
  entry(message: EntryCard, bytes: number): void;
  page(message: WindowPage, bytes: number): void;
  'list-changed'(message: { window: string }, bytes: number): void;
  'window-refused'(message: WindowRefused, bytes: number): void;
};
export type ConnectionParts = {
  readonly url: string;
  readonly auth: Auth;
  readonly clock: Clock;
  /** Where to go on, asked anew for each connection. */
  readonly place: () => Pick<Hello, 'cursor' | 'subscriptions'>;
  readonly preview: Hello['preview'] | undefined;
  readonly hear: Heard;
  readonly askCaughtUp: () => void;
  readonly forget: () => void;
  readonly changed: (state: ConnectionState) => void;
};

/** Socket.IO driven by the state machine: events in, effects out. It decides nothing itself. */
export class Connection {
  readonly #parts: ConnectionParts;
  #state: ConnectionState = begin[0];
  #socket: Socket | null = null;
  #greeted = false;
  #asking: AbortController | null = null;
  #calledOff = (): void => {};
  #tokenCalledOff = (): void => {};

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  start(): void {
    this.#take(begin);
  }

  happened(event: ConnectionEvent): void {
    const { clock } = this.#parts;
    this.#take(next(this.#state, event, { now: clock.now(), random: clock.random() }));
  }

  /** False when there is nobody to send to: what must arrive is sent again after the next welcome. */
  send(event: string, message: unknown, answered?: (answer: unknown) => void): boolean {
    const socket = this.#socket;
    if (!socket?.connected || !this.#greeted) return false;
    if (answered) socket.emit(event, message, (answer: unknown) => this.#socket === socket && answered(answer));
    else socket.emit(event, message);
    return true;
  }

  #take([state, effects]: Step): void {
    const before = this.#state;
    this.#state = state;
    if (state !== before) this.#parts.changed(state);
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: ConnectionEffect): void {
    switch (effect.do) {
      case 'ask-token':
        return this.#askToken(effect.why);
      case 'open':
        return this.#open(effect.token);
      case 'renew':
        this.#watchToken(effect.token);
        return void this.send('token', { token: effect.token }, () => {});
      case 'shut':
        return this.#shut();
      case 'wait':
        this.#calledOff();
        this.#calledOff = this.#parts.clock.after(effect.ms, () => this.happened({ type: 'retry' }));
        return;
      case 'ask-caught-up':
        return this.#parts.askCaughtUp();
      case 'forget':
        return this.#parts.forget();
      default:
        return effect satisfies never;
    }
  }

  #askToken(why: 'start' | 'expiring' | 'revoked'): void {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const tell = (event: ConnectionEvent): void => {
      if (this.#asking === asking) this.happened(event);
    };
    Promise.resolve()
      .then(() => this.#parts.auth(why, asking.signal))
      .then(
        (token) => tell({ type: 'token', token }),
        () => tell({ type: 'token-failed' }),
      );
  }

  #open(token: string): void {
    this.#shutSocket();
    const { preview } = this.#parts;
    const hello = { protocol: protocolVersion, token, preview, ...this.#parts.place() };
    const socket = io(this.#parts.url, {
      auth: hello,
      reconnection: false,
      forceNew: true,
      autoConnect: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      // Servers refuse a connection without an origin; outside a browser it is the server's own.
      ...('document' in globalThis ? {} : { extraHeaders: { origin: new URL(this.#parts.url).origin } }),
    });
    this.#socket = socket;
    this.#greeted = false;
    this.#listen(socket, token);
    socket.connect();
  }

  #listen(socket: Socket, token: string): void {
    const { hear } = this.#parts;
    const bytes = byteCount(socket);
    socket.on('welcome', (message: Welcome) => {
      this.#greeted = true;
      this.#calledOff();
      hear.welcome(message, bytes());
      this.happened({ type: 'welcome' });
      this.#watchToken(token);
    });
    for (const [event, heard] of Object.entries(hear))
      if (event !== 'welcome')
        socket.on(event, (message: unknown) => (heard as (message: unknown, bytes: number) => void)(message, bytes()));
    socket.on('bye', (message: Bye) => this.happened({ type: 'bye', ...message }));
    socket.on('disconnect', () => this.happened({ type: 'lost' }));
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      const bye = byeIn(error);
      this.happened(bye ? { type: 'bye', ...bye } : { type: 'lost' });
    });
  }

  /** A fresh token is asked for when a fifth of the life of this one is left. */
  #watchToken(token: string): void {
    this.#tokenCalledOff();
    const life = tokenLifeMs(token);
    if (life === null) return;
    this.#tokenCalledOff = this.#parts.clock.after(life * 0.8, () => this.happened({ type: 'token-due' }));
  }

  #shut(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#calledOff();
    this.#tokenCalledOff();
    this.#shutSocket();
  }

  #shutSocket(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#greeted = false;
    socket?.off();
    socket?.disconnect();
  }
}

/** Why the door refused: socket.io hands over what the server put into the error. */
function byeIn(error: Error & { data?: unknown }): Bye | null {
  const { code, message, retryAfterMs }: Record<string, unknown> = Object(error.data);
  if (typeof code !== 'string') return null;
  return {
    code,
    message: typeof message === 'string' ? message : error.message,
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
  };
}

/** Size of the packet being handled, taken where it lies as text anyway. */
function byteCount(socket: Socket): () => number {
  const sizes: number[] = [];
  let present = 0;
  const { io: manager } = socket;
  manager.on('open', () => {
    manager.engine.on('data', (text: unknown) => sizes.push(typeof text === 'string' ? text.length : 0));
  });
  manager.on('packet', () => (present = sizes.shift() ?? 0));
  return () => present;
}
