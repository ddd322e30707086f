import type { RejectionCode } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import type { Session } from '@genkan/realtime/session';
import type { Socket } from 'socket.io';
import type { House } from '../house.ts';
import { Packet } from '@genkan/realtime/packet';
import { rejections } from '@genkan/domain/rejected';
import type { LivePortal } from '../portals.ts';
import type { Flow } from '../operating/metrics.ts';
import type { Admission } from './admit.ts';
import { Directness } from './directness.ts';
import { SocketWriter } from './socket-writer.ts';

/** A welcome socket: who it is, by its newest token, and its session in the portal. */
export type Connection = {
  who: Claims;
  readonly portal: LivePortal;
  readonly session: Session;
  readonly writer: SocketWriter;
};

/** The sockets of this node: closed when their session ends or their token runs out (SEC-8). */
export class Connections {
  readonly #house: House;
  readonly #bySocket = new Map<Socket, Connection>();
  readonly #running = new Map<Promise<void>, Connection>();
  readonly #directness: Directness;
  readonly #sweep: NodeJS.Timeout;
  readonly #flow: Flow = { deliveries: 0 };
  #closing = false;

  constructor(house: House) {
    this.#house = house;
    this.#directness = new Directness(() => house.trace.warn('slow-frames'));
    house.metrics.watch({
      flow: this.#flow,
      sockets: () => this.#measured(),
      log: house.log,
      tails: () => house.portals.all.map(({ tail }) => tail),
    });
    house.ended.onEnd((ended) => this.#closeWhere(({ who }) => who.session === ended));
    this.#sweep = setInterval(() => {
      const seconds = Date.now() / 1000;
      this.#closeWhere(({ who }) => who.exp <= seconds);
    }, 1000).unref();
  }

  /** The portal was opened by the admission, so that nothing is awaited between connection and first message. */
  open(socket: Socket, { who, hello, portal, look }: Admission): void {
    const writer = new SocketWriter(socket, this.#directness, undefined, this.#flow);
    const { cursor, subscriptions } = hello;
    if (this.#house.ended.has(who.session)) return this.#refuse(writer, 'unauthenticated');
    const session = look
      ? portal.broadcaster.open({ member: look.of, began: Infinity, writer, subscriptions, looker: look.looker })
      : portal.broadcaster.open({ member: who.member, began: who.sessionsEnded, writer, cursor, subscriptions });
    this.#bySocket.set(socket, { who, portal, session, writer });
    if (look) portal.previews.add(session, look.looker, look.head);
  }

  of(socket: Socket): Connection | undefined {
    return this.#bySocket.get(socket);
  }

  /** Whether its session still stands, by all this node knows now. */
  acts({ who, session }: Connection): boolean {
    return !session.closing && who.exp > Date.now() / 1000 && !this.#house.ended.has(who.session);
  }

  close(socket: Socket): void {
    const connection = this.#bySocket.get(socket);
    this.#bySocket.delete(socket);
    connection?.portal.broadcaster.close(connection.session);
  }

  bye({ portal, session }: Connection, code: RejectionCode, retryAfterMs: number | null = null): void {
    portal.broadcaster.bye(session, code, retryAfterMs);
  }

  get closing(): boolean {
    return this.#closing;
  }

  /** Notes that a command of this connection is under way, so that closing waits for its answer. */
  async during(connection: Connection, command: Promise<void>): Promise<void> {
    this.#running.set(command, connection);
    try {
      await command;
    } finally {
      this.#running.delete(command);
    }
  }

  /**
   * For shutdown: takes no new command, sends the answers of those under way, and tells everybody to come back, at
   * moments spread over two seconds.
   */
  async closeAll(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#sweep);
    const asking = new Set(this.#running.values());
    await Promise.allSettled(this.#running.keys());
    await Promise.allSettled([...asking].map(({ portal, session }) => portal.broadcaster.caughtUp(session)));
    for (const connection of this.#bySocket.values()) {
      this.bye(connection, 'unavailable', 200 + Math.floor(Math.random() * 2000));
    }
  }

  #measured(): { readonly sessions: number; readonly bytesWaiting: number } {
    const waiting = [...this.#bySocket.values()].map(({ writer }) => writer.unsent());
    return { sessions: waiting.length, bytesWaiting: waiting.reduce((sum, bytes) => sum + bytes, 0) };
  }

  #closeWhere(over: (connection: Connection) => boolean): void {
    for (const connection of this.#bySocket.values()) if (over(connection)) this.bye(connection, 'unauthenticated');
  }

  #refuse(writer: SocketWriter, code: RejectionCode): void {
    writer.write(new Packet('bye', JSON.stringify({ code, message: rejections[code].message, retryAfterMs: null })));
    writer.close();
  }
}
